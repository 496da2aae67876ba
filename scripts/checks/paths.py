"""No committed file names a folder of somebody's machine, or a host that the project has no business with."""

import re

from .source import line_of
from .tree import is_generated, is_vendored

MACHINE = re.compile(r"(?<![\w.*}-])/(?:work|root)/[\w.-]*")
HOST = re.compile(r"\bhttps?://(?:[^\s/@]*@)?(\[[\d:a-fA-F]*\]|[\w-]+(?:\.[\w-]+)*)")
# Hosts that documents and the manifest may name. Package registries are for the machine's configuration, not for the project's.
KNOWN_HOSTS = re.compile(
    r"(?:github\.com|(?:www\.|docs\.)?swift\.org|www\.apache\.org|www\.rfc-editor\.org|keepachangelog\.com|semver\.org"
    r"|protobuf\.dev|www\.sqlite\.org|localhost|127\.0\.0\.1|\[::1\]|192\.168\.1\.\d+|(?:.*\.)?example(?:\.(?:com|org|net))?"
    r"|.*\.(?:test|invalid))"
)


def problems(tree):
    found = []
    for path, text in tree.text_files():
        found += [
            f"{path}:{line_of(text, match.start())}: {match.group()} is a path of one machine"
            for match in MACHINE.finditer(text)
        ]
        # The comments of vendored contracts, and what is generated from them, refer to pages of their authors.
        if is_vendored(path) or is_generated(path):
            continue
        found += [
            f"{path}:{line_of(text, match.start())}: {match.group(1)} is not among the known hosts in scripts/checks/paths.py"
            for match in HOST.finditer(text)
            if not KNOWN_HOSTS.fullmatch(match.group(1))
        ]
    return found


CLEAN = {
    "a.swift": 'let a = "https://github.com/apple/swift-nio"\nlet b = "http://127.0.0.1:80/work/x"\nlet c = root/work/x\n',
    "proto/google/rpc/code.proto": "// https:/" "/elsewhere.io/\n",
}
VIOLATIONS = {
    "a path of a machine": {"a.swift": 'let a = "/ro' 'ot/x"\n'},
    "a path in a script": {"run.sh": "cd /wo" "rk/x\n"},
    "an unknown host": {"a.swift": 'let a = "https:/' '/elsewhere.io/simple"\n'},
    "a host with a user": {"a.swift": 'let a = "https:/' '/me:secret@elsewhere.io/simple"\n'},
}
