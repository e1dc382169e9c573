# expect: ValueError in line 6 of broken-int.py, `b = int(parts[2])`: invalid literal for int() with base 10: '2.5'
line = "12 * 2.5"
parts = line.split(" ")
print(parts)
a = int(parts[0])
b = int(parts[2])
result = a * b
print(result)
print(bytes(str(result), "utf-8"))
