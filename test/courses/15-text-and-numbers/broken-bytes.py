# expect: TypeError in line 9 of broken-bytes.py, `print(bytes(result, "utf-8"))`
line = "12 * 2.5"
parts = line.split(" ")
print(parts)
a = int(parts[0])
b = float(parts[2])
result = a * b
print(result)
print(bytes(result, "utf-8"))
