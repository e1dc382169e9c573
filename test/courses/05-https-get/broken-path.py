# expect: 404
import http.client

con = http.client.HTTPSConnection("www.httpbin.org")
con.request("GET", "/gett")
r = con.getresponse()
print(r.status, r.reason)
data = r.read()
print(data.decode())
