import { SETTLED, STATUS, underEachShell } from "./under-each-shell";

underEachShell("the repair program", [
  {
    does: "says nothing and changes nothing when all is well",
    text: `${SETTLED} repair; touch /mark; sleep 0.02; repair >/out 2>&1; : >/dev/console; repair
      cat /out /dev/console; grep result /var/lib/latchkey/status
      find /etc /home /usr /var -newer /mark -type f`,
    prints: "result='quiet'\n/var/lib/latchkey/status\n",
  },
  {
    // A run in good order takes some 190 processes, 0.2 s of processor time.
    does: "starts few processes when all is well",
    text: `${SETTLED} repair; before=$(sh -c 'echo $$'); repair; after=$(sh -c 'echo $$'); [ $((after - before)) -lt 240 ] && echo few`,
    prints: "few\n",
  },
  {
    does: "believes nothing in its folder that others could have put there",
    text: `${SETTLED} useradd bob; cp -p /etc/shadow /before; chmod 777 /var/lib/latchkey; rm -f /var/lib/latchkey/status
      for each in status.new reserve key-pair; do setpriv --reuid bob --regid bob --clear-groups ln -sf /etc/shadow /var/lib/latchkey/$each; done
      repair 2>/dev/null; cmp /before /etc/shadow && stat -c '%U %a' /etc/shadow /var/lib/latchkey; ${STATUS}`,
    prints:
      "root 640\nroot 755\nresult='failed'\nfailure='/var/lib/latchkey: others could change it; emptied'\n",
  },
  {
    does: "tells each step, and the boot",
    text: `${SETTLED} repair; grep -c "^step='[a-z]* done'" /var/lib/latchkey/status; grep -c "boot='$(cat /proc/sys/kernel/random/boot_id)'" /var/lib/latchkey/status`,
    prints: "11\n1\n",
  },
  {
    does: "goes on after a step that hangs, and tells it",
    text: `${SETTLED} printf '#!/bin/sh\\nsleep 100 & wait\\n' >/usr/sbin/ip; chmod 755 /usr/sbin/ip; rm -r /home/alice; repair 2>/dev/null; ${STATUS} | grep -v note
      grep -E "^step='(pins|accounts|disk)" /var/lib/latchkey/status; ls /home; ps -e | grep -c sleep || true`,
    prints:
      "result='failed'\nfailure='pins: cut off after 20 seconds'\nrepair='homes: /home/alice: missing -> made'\nstep='pins cut off'\nstep='accounts done'\nstep='disk done'\nalice\n0\n",
  },
  {
    does: "leaves no status of another boot where it is ended",
    text: `${SETTLED} repair & run=$!; while [ -e /var/lib/latchkey/status ]; do :; done; kill -KILL $run; wait $run || true
      ls /var/lib/latchkey | grep -c '^status$' || true`,
    prints: "0\n",
  },
  {
    does: "does not run a text that is not what was installed",
    text: `${SETTLED} sed -i 's/^free_kb/free_mb/' /usr/local/sbin/latchkey-repair; repair 2>/dev/null || echo "ends with $?"; ${STATUS}`,
    prints:
      /^ends with 1\nresult='failed'\nfailure='.*: not as it was installed; the user data puts it back'\n$/,
  },
  {
    does: "marks the mount that failed nofail, and no other line",
    text: `${SETTLED} printf '# disks\\nLABEL=root / ext4 defaults 0 1\\nUUID=1-2 /data\\nproc /proc proc defaults 0 0\\nsrv:/x /srv/x nfs defaults 0 0\\nLABEL=s none swap sw 0 0\\ntmpfs /mnt tmpfs noauto 0 0\\n' >/etc/fstab; repair; cat /etc/fstab`,
    prints:
      "# disks\nLABEL=root / ext4 defaults 0 1\nUUID=1-2 /data auto defaults,nofail\nproc /proc proc defaults 0 0\nsrv:/x /srv/x nfs defaults,nofail 0 0\nLABEL=s none swap sw 0 0\ntmpfs /mnt tmpfs noauto 0 0\n",
  },
  {
    does: "puts the line of the root file system back",
    text: `${SETTLED} echo 'LABEL=root / ext4 defaults 0 1' >/etc/fstab; repair; echo 'proc /proc proc defaults 0 0' >/etc/fstab; repair; cat /etc/fstab`,
    prints: "LABEL=root / ext4 defaults 0 1\nproc /proc proc defaults 0 0\n",
  },
]);
