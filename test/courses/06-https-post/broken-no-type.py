# expect: ?? request header Content-Type startsWith application/json
import http.client
import json

body = {'text': 'Hello World !!'}

con = http.client.HTTPSConnection('www.httpbin.org')
con.request('POST', '/post', json.dumps(body))
response = con.getresponse()
print(response.status, response.reason)
print(response.read().decode())
