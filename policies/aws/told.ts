/**
 * Codes of errors that may be told: those of EC2's, IAM's and Systems Manager's references ("Error codes for the Amazon EC2
 * API", "Common Errors", ServiceSettingNotFound), and names of JavaScript's own. Whatever else answers with may be anything.
 */
const CODES: ReadonlySet<string> = new Set(
  `DryRunOperation Error IncompleteSignature InternalError InternalFailure InternalServerError InternalServiceError InvalidAction
InvalidAMIID.Malformed InvalidAMIID.NotFound InvalidAMIID.Unavailable InvalidFilter InvalidGroup.NotFound InvalidGroupId.Malformed
InvalidInstanceType InvalidInternetGatewayID.NotFound InvalidKeyPair.NotFound InvalidNatGatewayID.NotFound InvalidNextToken
InvalidPaginationToken InvalidParameter InvalidParameterCombination InvalidParameterValue InvalidQueryParameter
InvalidRouteTableID.NotFound InvalidSubnetID.NotFound InvalidSubnetId.Malformed InvalidVpcEndpointId.NotFound
InvalidVpcID.NotFound InvalidVpcId.Malformed MalformedQueryString MissingAction MissingParameter NoSuchEntity
NotAuthorized RangeError ServiceFailure ServiceSettingNotFound ServiceUnavailable SyntaxError TypeError Unavailable
UnknownError UnknownOperationException UnknownParameter UnsupportedOperation UnsupportedOperationException ValidationError
ValidationException`.split(/\s+/u),
);

/** An error's code as it may be told. */
export const toldCode = (code: string): string => (CODES.has(code) ? code : "an error of another kind");

/** Regions as AWS calls them: `us-gov-west-1`, `ap-southeast-5`. A program may write anything in their place. */
const REGION =
  /^[a-z]{2,4}(?:-[a-z]{2,4})?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}$/u;

/** A region as it may be told. */
export const toldRegion = (region: string): string =>
  REGION.test(region) ? region : "a region of another name";
