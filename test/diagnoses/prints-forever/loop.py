# expect: prints-forever
# check: echo
while True:
    print("waiting")
