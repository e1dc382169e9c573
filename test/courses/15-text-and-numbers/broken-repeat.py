# expect: 2.52.52.52.52.52.52.52.52.52.52.52.5
line = "12 * 2.5"
parts = line.split(" ")
print(parts)
a = int(parts[0])
b = parts[2]
result = a * b
print(result)
print(bytes(result, "utf-8"))
