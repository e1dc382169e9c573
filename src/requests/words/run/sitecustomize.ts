/**
 * The `sitecustomize` of a program on a stage, in Python. Python imports the module of this name when it starts (Python's `site`
 * module), from the first folder of PYTHONPATH that has one. Two lines stand before this text: NAMES, the addresses of each name in
 * lower case, and PORTS, by port: a number, a host and a port, or None for a server that gets a free one.
 *
 * It is valid in Python 2 too, so that an old Python says nothing about it. Modules are adapted when the program imports them, so
 * that a program which imports none of them is as fast as before.
 */
export const sitecustomize = String.raw`
import os
import sys

_here = os.path.dirname(os.path.abspath(__file__))


def _tell(name, text=''):
    # Wirebench reads the file: it is there whole or not at all.
    path = os.path.join(_here, name)
    part = '%s.%d.part' % (path, os.getpid())
    try:
        with open(part, 'w') as file:
            file.write(text)
        os.replace(part, path)
    except OSError:
        pass


def _told(port, kind):
    try:
        with open(os.path.join(_here, 'bound-%d-%s' % (port, kind))) as file:
            return int(file.read())
    except (OSError, ValueError):
        return None


def _others():
    # Another sitecustomize (of the system, of the user's own PYTHONPATH) runs as it would without this one.
    import importlib.machinery
    import importlib.util

    sys.path[:] = [each for each in sys.path if os.path.abspath(each or '.') != _here]
    spec = importlib.machinery.PathFinder.find_spec('sitecustomize')
    if spec is None or spec.loader is None:
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules['sitecustomize'] = module
    spec.loader.exec_module(module)


def _quiet(error):
    # A traceback without the lines of this file, as the program's author knows it.
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = []
        each = error.__traceback__
        while each is not None:
            if each.tb_frame.f_code.co_filename != __file__:
                frames.append(each)
            each = each.tb_next
        rest = None
        for frame in reversed(frames):
            rest = type(frame)(rest, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
        error.__traceback__ = rest
        if error.__cause__ is not None:
            error = error.__cause__
        else:
            error = None if error.__suppress_context__ else error.__context__


def _hook(kind, error, traceback):
    if error is not None and sys.version_info >= (3, 7):
        _quiet(error)
        traceback = error.__traceback__
    sys.__excepthook__(kind, error, traceback)


def _threading(module):
    plain = getattr(module, 'excepthook', None)
    if plain is None:
        return

    def excepthook(args):
        if args.exc_value is not None:
            _quiet(args.exc_value)
            args = module.ExceptHookArgs((args.exc_type, args.exc_value, args.exc_value.__traceback__, args.thread))
        plain(args)

    module.excepthook = excepthook


def _socket(module):
    plain = module.socket
    base = module._socket.socket
    gaierror = module.gaierror
    inet = (module.AF_INET, module.AF_INET6)
    datagram = module.SOCK_DGRAM
    # By file descriptor, host and port: the address that the program believes to talk to.
    believed = {}
    # By the port that a server really has: the port that it believes to have.
    ports = {}

    def addresses(host):
        if isinstance(host, (bytes, bytearray)):
            host = bytes(host).decode('latin-1')
        return NAMES.get(host.lower().rstrip('.')) if isinstance(host, str) else None

    def fits(family, host):
        return family == module.AF_UNSPEC or (':' in host) == (family == module.AF_INET6)

    def of_family(family, found):
        return [each for each in found if fits(family, each)] or found

    def unknown():
        return gaierror(module.EAI_NONAME, 'Name or service not known')

    plain_getaddrinfo = module.getaddrinfo

    def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
        found = addresses(host)
        if found is None:
            return plain_getaddrinfo(host, port, family, type, proto, flags)
        rows = []
        for each in found:
            if fits(family, each):
                rows += plain_getaddrinfo(each, port, family, type, proto, flags)
        if not rows:
            raise unknown()
        return rows

    plain_gethostbyname = module.gethostbyname

    def gethostbyname(host):
        found = addresses(host)
        if found is None:
            return plain_gethostbyname(host)
        for each in found:
            if ':' not in each:
                return plain_gethostbyname(each)
        raise unknown()

    plain_gethostbyname_ex = module.gethostbyname_ex

    def gethostbyname_ex(host):
        if addresses(host) is None:
            return plain_gethostbyname_ex(host)
        rows = getaddrinfo(host, None, module.AF_INET, module.SOCK_STREAM)
        return (host, [], [row[4][0] for row in rows])

    plain_gethostbyaddr = module.gethostbyaddr

    def gethostbyaddr(host):
        found = addresses(host)
        return plain_gethostbyaddr(host if found is None else found[0])

    def refused():
        import errno

        return ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))

    def kind_of(sock):
        return 'udp' if sock.type & 0xF == datagram else 'tcp'

    def in_family(sock, host):
        # The form of an IPv4 address for a socket of IPv6, and back.
        if sock.family == module.AF_INET6 and ':' not in host and host[:1].isdigit():
            try:
                sock.setsockopt(module.IPPROTO_IPV6, module.IPV6_V6ONLY, 0)
            except OSError:
                pass
            return '::ffff:' + host
        if sock.family == module.AF_INET and host == '::1':
            return '127.0.0.1'
        return host

    def real(sock, address):
        # Where to send in place of this address. Raises ConnectionRefusedError for a server of the stage that is not there.
        if sock.family not in inet or not isinstance(address, tuple) or len(address) < 2:
            return address
        host, port = address[0], address[1]
        found = addresses(host)
        if found is not None:
            host = of_family(sock.family, found)[0]
        to = PORTS.get(port, port) if isinstance(port, int) else port
        if to is None:
            to = _told(port, kind_of(sock))
            if to is None:
                raise refused()
        elif isinstance(to, tuple):
            host, to = to
            host = in_family(sock, host)
        if host is address[0] and to == port:
            return address
        seen = host if found is None else of_family(sock.family, found)[0]
        if found is None and isinstance(address[0], str) and (':' in address[0] or address[0][:1].isdigit()):
            seen = address[0]
        rest = address[2:] if host is address[0] else ()
        believed[sock.fileno(), host, to] = (seen, port) + (tuple(address[2:]) or ((0, 0) if ':' in seen else ()))
        return (host, to) + tuple(rest)

    def unreal(sock, address):
        if not believed or not isinstance(address, tuple) or len(address) < 2:
            return address
        return believed.get((sock.fileno(), address[0], address[1]), address)

    def connect(self, address):
        return base.connect(self, real(self, address))

    def connect_ex(self, address):
        try:
            address = real(self, address)
        except ConnectionRefusedError as error:
            return error.errno
        return base.connect_ex(self, address)

    def sendto(self, data, *rest):
        if rest:
            try:
                rest = rest[:-1] + (real(self, rest[-1]),)
            except ConnectionRefusedError:
                # A datagram to nobody is lost.
                return len(data)
        return base.sendto(self, data, *rest)

    def bind(self, address):
        port = address[1] if isinstance(address, tuple) and len(address) > 1 and self.family in inet else None
        if not isinstance(port, int) or PORTS.get(port, port) is not None:
            return base.bind(self, address)
        kind = kind_of(self)
        mine = _told(port, kind)
        if mine is not None:
            return base.bind(self, (address[0], mine) + tuple(address[2:]))
        other = _told(port, 'udp' if kind == 'tcp' else 'tcp')
        try:
            base.bind(self, (address[0], other or 0) + tuple(address[2:]))
        except OSError:
            if other is None:
                raise
            base.bind(self, (address[0], 0) + tuple(address[2:]))
        mine = base.getsockname(self)[1]
        ports[mine] = port
        _tell('bound-%d-%s' % (port, kind), str(mine))

    def getsockname(self):
        address = base.getsockname(self)
        if ports and isinstance(address, tuple) and len(address) > 1 and address[1] in ports:
            return (address[0], ports[address[1]]) + tuple(address[2:])
        return address

    def getpeername(self):
        return unreal(self, base.getpeername(self))

    def recvfrom(self, *args, **named):
        data, address = base.recvfrom(self, *args, **named)
        return data, unreal(self, address)

    def recvfrom_into(self, *args, **named):
        count, address = base.recvfrom_into(self, *args, **named)
        return count, unreal(self, address)

    mine = [connect, connect_ex, sendto, bind, getsockname, getpeername, recvfrom, recvfrom_into]

    if hasattr(base, 'sendmsg'):

        def sendmsg(self, buffers, ancdata=(), flags=0, address=None):
            if address is None:
                return base.sendmsg(self, buffers, ancdata, flags)
            return base.sendmsg(self, buffers, ancdata, flags, real(self, address))

        def recvmsg(self, *args):
            found = base.recvmsg(self, *args)
            return found[:3] + (unreal(self, found[3]),)

        def recvmsg_into(self, *args):
            found = base.recvmsg_into(self, *args)
            return found[:3] + (unreal(self, found[3]),)

        mine += [sendmsg, recvmsg, recvmsg_into]

    for each in mine:
        each.__qualname__ = 'socket.' + each.__name__
        each.__doc__ = getattr(base, each.__name__).__doc__
        setattr(plain, each.__name__, each)
    for each in [getaddrinfo, gethostbyname, gethostbyname_ex, gethostbyaddr]:
        each.__qualname__ = each.__name__
        each.__doc__ = getattr(module, each.__name__).__doc__
        setattr(module, each.__name__, each)


class _Adapting(object):
    # Adapts modules when they are imported; a module of the program's own with the same name stays as it is.
    def __init__(self, changes):
        self.changes = changes

    def find_spec(self, name, path=None, target=None):
        change = self.changes.pop(name, None)
        if change is None:
            return None
        import importlib.machinery

        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None or os.path.dirname(spec.origin or '') != os.path.dirname(os.__file__):
            return spec
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            change(module)

        spec.loader.exec_module = exec_module
        return spec


def _enter():
    changes = {'socket': _socket, 'threading': _threading}
    for name in list(changes):
        if name in sys.modules:
            changes.pop(name)(sys.modules[name])
    sys.meta_path.insert(0, _Adapting(changes))
    sys.excepthook = _hook
    _tell('entered')
    _others()


if sys.version_info >= (3, 6):
    _enter()
`;
