# expect: misconception
# as: records.py
# told: output has to be
import sys

from dnsclient import ask

# Started as: records.py PORT QUESTION VALUE
port, question, value = sys.argv[1:]


def find(name, type):
    """The values of the records of one type: an answer may have others beside them."""
    return [record.value for record in ask(name, type, port) if record.type == type]


lines = []
if question == "addresses":
    lines = [fields[0] for type in ("A", "AAAA") for fields in find(value, type)]
elif question == "mail":
    lines = [host for preference, host in sorted(find(value, "MX"))]
elif question == "alias":
    lines = [fields[0] for fields in find(value, "CNAME")]
elif question == "service":
    lines = [f"{host}:{number}" for priority, weight, number, host in sorted(find(value, "SRV"))]
elif question == "name":
    reverse = value + ".in-addr.arpa"
    lines = [fields[0] for fields in find(reverse, "PTR")]
elif question == "ttl":
    lines = [str(record.ttl) for record in ask(value, "A", port)]
elif question == "serial":
    lines = [str(fields[2]) for fields in find(value, "SOA")]

print("\n".join(lines) or "none")
