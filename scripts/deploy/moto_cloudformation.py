"""What moto's CloudFormation leaves out of roles and managed policies, done with moto's own IAM.

Moto creates a role without its `ManagedPolicyArns`, and neither updates nor deletes an AWS::IAM::ManagedPolicy.
"""

import json

from moto.iam.models import ManagedPolicy, Role, iam_backends
from moto.utilities.utils import get_partition

_create_role = Role.create_from_cloudformation_json
_update_role = Role.update_from_cloudformation_json
_delete_role = Role.delete_from_cloudformation_json


def complete():
    Role.create_from_cloudformation_json = create_role
    Role.update_from_cloudformation_json = update_role
    Role.delete_from_cloudformation_json = delete_role
    ManagedPolicy.update_from_cloudformation_json = update_policy
    ManagedPolicy.delete = delete_policy


def create_role(resource_name, cloudformation_json, account_id, region_name, **kwargs):
    role = _create_role(resource_name, cloudformation_json, account_id, region_name, **kwargs)
    attach(role, cloudformation_json["Properties"].get("ManagedPolicyArns", []), account_id, region_name)
    return role


def update_role(original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    role = _update_role(original_resource, new_resource_name, cloudformation_json, account_id, region_name)
    attach(role, cloudformation_json["Properties"].get("ManagedPolicyArns", []), account_id, region_name)
    return role


def delete_role(resource_name, cloudformation_json, account_id, region_name):
    attach(backend(account_id, region_name).get_role(resource_name), [], account_id, region_name)
    _delete_role(resource_name, cloudformation_json, account_id, region_name)


def attach(role, arns, account_id, region_name):
    """Exactly these policies of AWS; those of the stack attach themselves to the role."""
    iam = backend(account_id, region_name)
    for arn in [arn for arn in role.managed_policies if ":iam::aws:" in arn and arn not in arns]:
        iam.detach_role_policy(arn, role.name)
    for arn in arns:
        iam.attach_role_policy(arn, role.name)


def update_policy(original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    document = json.dumps(cloudformation_json["Properties"]["PolicyDocument"])
    backend(account_id, region_name).create_policy_version(original_resource.arn, document, True)
    return original_resource


def delete_policy(policy, account_id, region_name):
    iam = backend(account_id, region_name)
    for role in list(iam.roles.values()):
        if policy.arn in role.managed_policies:
            iam.detach_role_policy(policy.arn, role.name)
    iam.delete_policy(policy.arn)


def backend(account_id, region_name):
    return iam_backends[account_id][get_partition(region_name)]
