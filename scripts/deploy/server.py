"""Moto's server on a free port of 127.0.0.1: prints the port, and ends when standard input does.

Moto compares a policy with the resource of a request, but knows that resource for S3, STS and IAM only. For the other
services the caller names it in a header.
"""

import logging
import sys

import moto_cloudformation
from moto.core.responses import BaseResponse
from moto.server import ThreadedMotoServer

moto_cloudformation.complete()
BaseResponse._determine_resource = lambda self: self.headers.get("x-resource", "*")
logging.getLogger("werkzeug").setLevel(logging.ERROR)

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
