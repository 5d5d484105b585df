/**
 * The keywords[] of servconf.c, releases 7.4 to 10.3, one a line: name, kind, where ("A" anywhere, "G" not inside Match),
 * then what changed ("8.5" since that release; "A@9.5" inside Match too from then on), then "=name" for an alias.
 */
export const UPSTREAM = `
acceptenv environment-names A
addressfamily address-family G
afstokenpassing ignored G
allowagentforwarding flag A
allowgroups groups A
allowstreamlocalforwarding tcp-forwarding A
allowtcpforwarding tcp-forwarding A
allowusers users A
authenticationmethods methods A
authorizedkeyscommand absolute-command A
authorizedkeyscommanduser word A
authorizedkeysfile paths A
authorizedkeysfile2 ignored A
authorizedprincipalscommand absolute-command A
authorizedprincipalscommanduser word A
authorizedprincipalsfile path A
banner path A
casignaturealgorithms ca-algorithms A 7.9
challengeresponseauthentication flag G A@8.7
channeltimeout channel-timeouts A 9.2
checkmail ignored G
chrootdirectory word A
ciphers ciphers G
clientalivecountmax integer A
clientaliveinterval time A
compression compression G
denygroups groups A
denyusers users A
disableforwarding flag A
dsaauthentication flag G =pubkeyauthentication
exposeauthinfo flag A 7.6
fingerprinthash fingerprint-hash G
forcecommand raw A
gatewayports gateway-ports A
gssapiauthentication flag A
gssapicleanupcredentials flag G
gssapidelegatecredentials flag G 10.3
gssapistrictacceptorcheck flag G
hostbasedacceptedalgorithms key-algorithms A 8.5
hostbasedacceptedkeytypes key-algorithms A =hostbasedacceptedalgorithms
hostbasedauthentication flag A
hostbasedusesnamefrompacketonly flag A
hostcertificate path G
hostdsakey path G =hostkey
hostkey path G
hostkeyagent path G
hostkeyalgorithms key-algorithms G
ignorerhosts ignore-rhosts G A@8.3
ignoreuserknownhosts flag G
include include A 8.2
ipqos ip-qos A
kbdinteractiveauthentication flag A
keepalive flag G =tcpkeepalive
kerberosauthentication flag A
kerberosgetafstoken ignored G
kerberosorlocalpasswd flag G
kerberostgtpassing ignored G
kerberosticketcleanup flag G
kexalgorithms key-exchange G
keyregenerationinterval ignored G
listenaddress listen-address G
logingracetime time G
loglevel log-level G A@7.6
logverbose log-verbose A 8.5
macs macs G
match match A
maxauthtries integer A
maxsessions integer A
maxstartups max-startups G
modulifile path G 8.6
pamauthenticationviakbdint ignored G
pamservicename word A 9.8
passwordauthentication flag A
permitemptypasswords flag A
permitlisten permit-listen A 7.8
permitopen permit-open A
permitrootlogin root-login A
permittty flag A
permittunnel tunnel A
permituserenvironment user-environment G
permituserrc flag A
persourcemaxstartups per-source-startups G 8.5
persourcenetblocksize per-source-netblock G 8.5
persourcepenalties penalties G 9.8
persourcepenaltyexemptlist addresses G 9.8
pidfile path G
port port G
printlastlog flag G
printmotd flag G
protocol ignored G
pubkeyacceptedalgorithms key-algorithms A 8.5
pubkeyacceptedkeytypes key-algorithms A =pubkeyacceptedalgorithms
pubkeyauthentication flag A
pubkeyauthoptions pubkey-options A 8.2
rdomain routing-domain A 7.7
refuseconnection flag A 9.9
rekeylimit rekey-limit A
requiredrsasize integer A 9.1
reversemappingcheck ignored G
revokedkeys path A
rhostsauthentication ignored G
rhostsrsaauthentication ignored A
rsaauthentication ignored A
securitykeyprovider path G 8.2
serverkeybits ignored G
setenv environment A 7.8
skeyauthentication flag G A@8.7 =challengeresponseauthentication
sshdauthpath path G 10.0
sshdsessionpath path G 9.8
streamlocalbindmask octal A
streamlocalbindunlink flag A
strictmodes flag G
subsystem subsystem G A@9.5
syslogfacility log-facility G
tcpkeepalive flag G
trustedusercakeys path A
unusedconnectiontimeout time-or-none A 9.2
usedns flag G
uselogin ignored G
usepam flag G
useprivilegeseparation privilege-separation G
verifyreversemapping ignored G
versionaddendum version-addendum G
x11displayoffset integer A
x11forwarding flag A
x11uselocalhost flag A
xauthlocation path G
`;

/** What Debian's and Ubuntu's patches add (gssapi.patch, debian-banner.patch, restore-tcp-wrappers and older names). */
export const DEBIAN = `
debianbanner flag G
gssapicleanupcreds flag G
gssapikeyexchange flag G
gssapikexalgorithms unread G
gssapistorecredentialsonrekey flag G
gssapiusesessioncredcache ignored G
gssusesessionccache ignored G
permitblacklistedkeys ignored G
`;

/** What Red Hat's patches add in one release or another; their arguments are not checked here. */
export const RHEL = `
exposeauthenticationmethods unread A
gssapienablek5users unread A
gssapikeyexchange flag G
gssapikexalgorithms unread G
gssapistorecredentialsonrekey flag G
gssapiusesessioncredcache ignored G
gssusesessionccache ignored G
kerberosuniqueccache unread A
kerberosusekuserok unread A
permitblacklistedkeys ignored G
rsaminsize unread A
showpatchlevel unread G
`;
