line = "12 * 2.5"
parts = line.split(" ")
print(parts)
a = int(parts[0])
b = float(parts[2])
result = a * b
print(result)
print(bytes(str(result), "utf-8"))
