"""Makes calls to AWS's API: a JSON array of them on standard input, an array of answers on standard output.

A call has a `service`, an `operation`, `parameters`, and where they matter `credentials` and the ARN of its `resource`.
An answer has the `result`, or the `error` and its `status`. Parameters are not checked, so that a call of which only the
permission matters may leave them out.
"""

import json
import re
import sys

from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError
from botocore.session import get_session

CONFIG = Config(parameter_validation=False, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
session = get_session()
clients = {}


def client_of(service, credentials, region):
    key = (service, credentials.get("AccessKeyId"), region)
    if key not in clients:
        clients[key] = session.create_client(
            service,
            region_name=region,
            aws_access_key_id=credentials.get("AccessKeyId"),
            aws_secret_access_key=credentials.get("SecretAccessKey"),
            aws_session_token=credentials.get("SessionToken"),
            config=CONFIG,
        )
        clients[key].meta.events.register("before-call", name_resource)
        clients[key].meta.events.register("after-call", name_error)
    return clients[key]


def name_resource(params, **_):
    params["headers"]["x-resource"] = resource


def name_error(http_response, parsed, **_):
    """Moto refuses in XML, which botocore cannot read in answers of services that speak JSON."""
    if "Error" in parsed:
        code = re.search(r"<Code>(\w+)</Code>", http_response.text)
        parsed["Error"]["Code"] = code[1] if code else parsed["Error"]["Code"]


def answer(call):
    client = client_of(call["service"], call.get("credentials", {}), call.get("region"))
    try:
        return {"result": getattr(client, xform_name(call["operation"]))(**call.get("parameters", {}))}
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return {"error": error.response["Error"]["Code"], "status": status}
    except ResponseParserError:
        return {"error": "no answer that can be read", "status": 500}


answers = []
for call in json.load(sys.stdin):
    resource = call.get("resource", "*")
    answers.append(answer(call))
json.dump(answers, sys.stdout, default=str)
