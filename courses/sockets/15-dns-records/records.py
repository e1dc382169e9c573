import sys

from dnsclient import ask

# Started as: records.py PORT QUESTION VALUE
port, question, value = sys.argv[1:]

if question == "addresses":
    # Each address of the host, IPv4 first and then IPv6, on a line of its own.
    for record in ask(value, "A", port):
        print(record)

# "mail":     the mail servers of the domain, the preferred one first
# "alias":    the name behind an alias
# "service":  host:port of a service such as _chat._tcp.course.test
# "name":     the name that belongs to an IPv4 address
# "ttl":      how many seconds the address of the host may be kept
# "serial":   the serial number of the zone
# If there is no such record, print "none".
