# expect: nothing-listens
# check: echo
import time

while True:
    time.sleep(1)
