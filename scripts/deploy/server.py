"""Moto's server on a free port of 127.0.0.1: prints the port, and ends when standard input does.

Moto compares a policy with the resource of a request, but knows that resource for S3, STS and IAM only. For the other
services the caller names it in a header.
"""

import logging
import os
import sys

import moto_cloudformation
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.responses import BaseResponse
from moto.iam.models import get_account_id_from
from moto.server import ThreadedMotoServer

OWN_ACCOUNT = os.environ["MOTO_ACCOUNT_ID"]


def account_of(response):
    """Of the session where the caller has one, and otherwise that of the environment, which moto takes for everybody."""
    account = get_account_id_from(response.get_access_key())
    return OWN_ACCOUNT if account == DEFAULT_ACCOUNT_ID else account


moto_cloudformation.complete()
BaseResponse._determine_resource = lambda self: self.headers.get("x-resource", "*")
BaseResponse.get_current_account = account_of
logging.getLogger("werkzeug").setLevel(logging.ERROR)

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
