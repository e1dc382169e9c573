import http.client
import json

headers = {'Content-type': 'application/json'}
body = {'text': 'Hello World !!'}

con = http.client.HTTPSConnection('www.httpbin.org')
con.request('POST', '/post', json.dumps(body), headers)
response = con.getresponse()
print(response.status, response.reason)
print(response.read().decode())
