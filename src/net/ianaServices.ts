/**
 * The IANA's "Service Name and Transport Protocol Port Number Registry" (RFC 6335), as of July 2025, for systems
 * without a services file. Each line has a name, then the distance of its port from that of the line before (if not 1),
 * and the first letters of its protocols (tcp, udp, sctp, dccp), if they are not tcp and udp. This takes two thirds of
 * the size of full ports. IANA's registries are in the public domain (CC0).
 */
export const ianaServices = `
tcpmux
rje 4
echo 2
discard 2tusd
systat 2
daytime 2
qotd 4
msp
chargen
ftp-data tus
ftp tus
ssh tus
telnet
smtp 2
nsw-fe 2
msg-icp 2
msg-auth 2
dsp 2
time 4
rap
rlp
graphics 2
name
nameserver 0
nicname
mpm-flags
mpm
mpm-snd
auditd 2
tacacs
re-mail-ck
xns-time 2
domain
xns-ch
isi-gl
xns-auth
xns-mail 2
acas 4
whois++
whoispp 0
covia
tacacs-ds
sql*net
sql-net 0
bootps
bootpc
tftp
gopher
netrjs-1
netrjs-2
netrjs-3
netrjs-4
deos 2
vettcp 2
finger
http tus
www 0
www-http 0
xfer 2
mit-ml-dev
ctf
mit-ml-dev
mfcobol
kerberos 2
su-mit-tg
dnsix
mit-dov
npp
dcp
objcall
supdup
dixie
swift-rvf
tacnews
metagram
hostname 2
iso-tsap
gppitnp
acr-nema
csnet-ns
cso 0
3com-tsmux
rtelnet
snagas
pop2
pop3
sunrpc
mcidas
auth
ident 0t
sftp 2
ansanotify
uucp-path
sqlserv
nntp
cfdptkt
erpc
smakynet
ntp
ansatrader
locus-map
nxedit
locus-con
gss-xlicen
pwdgen
cisco-fna
cisco-tna
cisco-sys
statsrv
ingres-net
epmap
profile
netbios-ns
netbios-dgm
netbios-ssn
emfis-data
emfis-cntl
bl-idm
imap t
uma
uaac
iso-tp0
iso-ip
jargon
aed-512
sql-net
hems
bftp
sgmp
netsc-prod
netsc-dev
sqlsrv
knet-cmp
pcmail-srv
nss-routing
sgmp-traps
snmp
snmptrap
cmip-man
cmip-agent
xns-courier
s-net
namp
rsvd
send
print-srv
multiplex
cl-1
cl/1 0
xyplex-mux
mailq
vmnet
genrad-mux
xdmcp
nextstep
bgp tus
ris
unify
audit
ocbinder
ocserver
remote-kis
kis
aci
mumps
qft
gacp
prospero
osu-nms
srmp
irc
dn6-nlm-aud
dn6-smm-red
dls
dls-mon
smux
src
at-rtmp
at-nbp
at-3
at-echo
at-5
at-zis
at-7
at-8
qmtp
z39-50
z39.50 0
914c-g
914c/g 0
anet
ipx
vmpwscs
softpc
CAIlic
dbase
mpp
uarps
imap3
fln-spx
rsh-spx
cdc
masqdialer
direct 18
sur-meas
inbusiness
link
dsp3270
subntbcst-tftp
subntbcst_tftp 0
bhfhs
rap 8
set
esro-gen 2
openport
nsiiops
arcisdms
hdap
bgmp
x-bone-ctl
sst
td-service
td-replica
manet
gist u
pt-tls t
http-mgmt 9
personal-link
cableport-ax
rescap
corerjd
fxp 2
k-block
novastorbakcup 21
entrusttime
bhmds
asip-webadmin
vslmp
magenta-logic
opalis-robot
dpsi
decauth
zannet
pkix-timestamp
ptp-event
ptp-general
pip
rtsps
rpki-rtr t
rpki-rtr-tls t
texar 9
pdap 11
pawserv
zserv
fatserv
csi-sgwp
mftp
matip-type-a
bhoetty
matip-type-b 0
bhoedap4
dtag-ste-sb 0
ndsauth
bh611
datex-asn
cloanto-net-1
bhevent
shrinkwrap
scoi2odialog 2
semantix
srssend
rsvp-tunnel
rsvp_tunnel 0
aurora-cmgr
dtk
odmr
mortgageware
qbikgdp
rpc2portmap
codaauth2
clearcase
ulistproc
legent-1
legent-2
hassle
nip
tnETOS
dsETOS
is99c
is99s
hp-collector
hp-managed-node
hp-alarm-mgr
arns
ibm-app
asa
aurp
unidata-ldm
ldap
uis
synotics-relay
synotics-broker
meta5
embl-ndt
netcp
netware-ip
mptn
kryptolan
iso-tsap-c2
osb-sd
ups
genie
decap
nced
ncld
imsp
timbuktu
prm-sm
prm-nm
decladebug
rmt
synoptics-trap
smsp
infoseek
bnet
silverplatter
onmux
hyper-g
ariel1
smpte
ariel2
ariel3
opc-job-start
opc-job-track
icad-el
smartsdp
svrloc
ocs-cmu
ocs_cmu 0
ocs-amu
ocs_amu 0
utmpsd
utmpcd
iasd
nnsp
mobileip-agent
mobilip-mn
dna-cml
comscm
dsfgw
dasp
sgcp
decvms-sysmgt
cvc-hostd
cvc_hostd 0
https tus
snpp
microsoft-ds
ddm-rdb
ddm-dfm
ddm-ssl
as-servermap
tserver
sfs-smp-net
sfs-config
creativeserver
contentserver
creativepartnr
macon-tcp t
macon-udp 0u
scohelp
appleqtc
ampr-rcmd
skronk
datasurfsrv
datasurfsrvsec
alpes
kpasswd
igmpv3lite u
submissions 0t
urd 0t
digital-vrc
mylex-mapd
photuris
rcp
scx-proxy
mondex
ljk-login
hybrid-pop
tn-tl-w1 t
tn-tl-w2 0u
tcpnethaspsrv
tn-tl-fd1
ss7ns
spsc
iafserver
iafdbase
ph
bgs-nsi
ulpnet
integra-sme
powerburst
avian
saft
gss-http
nest-protocol
micom-pfs
go-login
ticf-1
ticf-2
pov-ray
intecourier
pim-rp-disc
retrospect
siam
iso-ill
isakmp
stmf
mbap
intrinsa
citadel
mailbox-lm
ohimsrv
crs
xvttp
snare
fcp
passgo
biff u
comsat 0u
exec 0t
login t
who 0u
shell t
syslog 0u
printer
videotex
talk
ntalk
utime
efs t
router 0u
ripng
ulp
ibm-db2
ncp
timed
tempo
stx
custix
irc-serv
courier
conference
netnews
netwall
windream
iiop
opalis-rdv
nmsp
gdomap
apertus-ldp
uucp
uucp-rlogin
commerce
klogin
kshell
appleqtcsrvr
dhcpv6-client
dhcpv6-server
afpovertcp
idfp
new-rwho
cybercash
devshr-nts
pirp
rtsp
dsf
remotefs
openvms-sysipc
sdnskmp
teedtap
rmonitor
monitor
chshell
nntps
9pfs
whoami
streettalk
banyan-rpc
ms-shuttle
ms-rome
meter
meter
sonar
banyan-vip
ftp-agent
vemmi
ipcd
vnas
ipdd
decbsrv
sntp-heartbeat
bdp
scc-security
philips-vc
keyserver
password-chg 2
submission
cal
eyelink
tns-cml
http-alt
eudora-set
http-rpc-epmap
tpip
cab-protocol
smsd
ptcnameservice
sco-websrvrmg3
acp
ipcserver
syslog-conn
xmlrpc-beep
idxp
tunnel
soap-beep
urm
nqs
sift-uft
npmp-trap
npmp-local
npmp-gui
hmmp-ind
hmmp-op
sshell
sco-inetmgr
sco-sysmgr
sco-dtmgr
dei-icda
compaq-evm
sco-websrvrmgr
escp-ip
collaborator
asf-rmcp u
oob-ws-http 0t
cryptoadmin
dec-dlm
dec_dlm 0
asia
passgo-tivoli
qmqp
3com-amp3
rda
ipp
ipps 0t
bmpp
servstat
ginad
rlzdbase
ldaps
lanserver
mcns-sec
msdp
entrust-sps
repcmd
esro-emsdp
sanity
dwr
pssc
ldp
dhcp-failover
rrp
cadview-3d
obex
ieee-mms
hello-port
repscmd
aodv
tinc
spmp
rmc
tenfold
mac-srvr-admin 2
hap
pftp
purenoise
asf-secure-rmcp u
oob-ws-https 0t
sun-dr
doom
mdqs 0
disclose
mecomm
meregister
vacdsm-sws
vacdsm-app
vpps-qua
cimplex
acap
dctp
vpps-via
vpp
ggf-ncp
mrm
entrust-aaas
entrust-aams
xfr
corba-iiop
corba-iiop-ssl
mdc-portmapper
hcp-wismar
asipregistry
realm-rusd
nmap
vatp
msexch-routing
hyperwave-isp
connendp
ha-cluster
ieee-mms-ssl
rushd
uuidgen
olsr
accessnetwork
epp
lmp
iris-beep
elcsd 2
agentx
silc
borland-dsj
entrust-kmsh 2
entrust-ash
cisco-tdp
tbrpf
iris-xpc
iris-xpcs
iris-lwz
pana u
netviewdm1 13
netviewdm2
netviewdm3
netgw 10
netrcs
flexlm 2
fujitsu-dev 3
ris-cm
kerberos-adm
kerberos-iv u
loadav 0u
rfile 0t
pump
qrh
rrh
tell
nlogin 4
con
ns
rxe
quotad
cycleserv
omserv
webster
phonebook 2
vid 2
cadlock
rtip
cycleserv2
notify u
submit 0t
acmaint-dbd u
acmaint_dbd 0u
rpasswd 0t
acmaint-transd u
acmaint_transd 0u
entomb 0t
wpages
multiling-http
wpgs 3
mdbs-daemon 20
mdbs_daemon 0
device
mbap-s
fcp-udp 8
itm-mcell-s 18
pkix-3-ca-ra
netconf-ssh
netconf-beep
netconfsoaphttp
netconfsoapbeep
dhcp-failover2 14
gdoi
domain-s 5
dlep
iscsi 6
owamp-control t
owamp-test 0u
twamp-control t
twamp-test 0u
rsync 11
iclcnet-locate 13
iclcnet-svinfo
iclcnet_svinfo 0
accessbuilder
cddbp 0t
omginitialrefs 12
smpnameres
ideafarm-door
ideafarm-panic
kink 7
xact-backup
apex-mesh
apex-edge
rift-lies u
rift-ties u
rndc 38t
ftps-data 36
ftps
nas
telnets
imaps t
pop3s 2
vsinet
maitrd
busboy t
puparp 0u
applix u
garcon 0t
puprouter 0
cadlock2
webpush t
surf 9
exp1 11tusd
exp2 tusd
blackjack 3
cap
6a44 u
solid-mux 2
netinfo-local 4
activesync
mxxrlogin
nsstp
ams
mtqp
sbl
netarx
danf-ak2
afrog
boinc-client
dcutility
fpitp
wfremotertm
neod1
neod2
td-postman
cma
optima-vnet
ddt
remote-as
brvread
ansyslmd
vfo
startron
nim
nimreg
polestar
kiosk
veracity
kyoceranetdev
jstel
syscomlan
fpo-fns
instl-boots
instl_boots 0
instl-bootc
instl_bootc 0
cognex-insight
gmrupdateserv
bsquare-voip
cardax
bridgecontrol
warmspotMgmt
rdrmshc
dab-sti-c
imgames
avocent-proxy
asprovatalk
socks
pvuniwien
amt-esd-prot
ansoft-lm-1
ansoft-lm-2
webobjects
cplscrambler-lg
cplscrambler-in
cplscrambler-al
ff-annunc
ff-fms
ff-sm
obrpd
proofd
rootd
nicelink
cnrprotocol
sunclustermgr
rmiactivation
rmiregistry
mctp
pt2-discover
adobeserver-1
adobeserver-2
xrl
ftranhc
isoipsigport-1
isoipsigport-2
ratio-adp
nfsd-keepalive 2u
webadmstart 0t
lmsocialserver
icp
ltp-deepspace tud
mini-sql
ardus-trns
ardus-cntl
ardus-mtrns
sacred
bnetgame
bnetfile
rmpp
availant-mgr
murray
hpvmmcontrol
hpvmmagent
hpvmmdata
kwdb-commn
saphostctrl
saphostctrls
casp
caspssl
kvm-via-ip
dfn
aplx
omnivision
hhb-gateway
trim
encrypted-admin
encrypted_admin 0
evm
autonoc
mxomss
edtools
imyx
fuscript
x9-icue
audit-transfer
capioverlan
elfiq-repl
bvtsonar
blaze
unizensus
winpoplanmess
c1222-acse
resacommunity
nfa
iascontrol-oms
iascontrol
dbcontrol-oms
oracle-oms
olsv
health-polling
health-trap
sddp
qsm-proxy
qsm-gui
qsm-remote
cisco-ipsla tus
vchat
tripwire
atc-lm
atc-appserver
dnap
d-cinema-rrp
fnet-remote-ui
dossier
indigo-server
dkmessenger
sgi-storman
b2n
mc-client
3comnetman
accelenet t
accelenet-data 0u
llsurfup-http
llsurfup-https
catchpole
mysql-cluster
alias
hp-webadmin
unet
commlinx-avl
gpfs
caids-sensor
fiveacross
openvpn
rsf-1
netmagic
carrius-rshell
cajo-discovery
dmidi
scol
nucleus-sand
caiccipc
ssslic-mgr
ssslog-mgr
accord-mgc
anthony-data
metasage
seagull-ais
ipcd3
eoss
groove-dpp
lupa
mpc-lifenet
kazaa
scanstat-1
etebac5
hpss-ndapi
aeroflight-ads
aeroflight-ret
qt-serveradmin
sweetware-apps
nerv
tgp
vpnz
slinkysearch
stgxfws
dns2go
florence
zented
periscope
menandmice-lpm
first-defense
univ-appserver
search-agent
mosaicsyssvc1
bvcontrol
tsdos390
hacl-qs
nmsd
instantia
nessus
nmasoverip
serialgateway
isbconference1
isbconference2
payrouter
visionpyramid
hermes
mesavistaco
swldy-sias
servergraph
bspne-pcc
q55-pcc
de-noc
de-cache-query
de-server
shockwave2
opennl
opennl-voice
ibm-ssd
mpshrsv
qnts-orb
dka
prat
dssiapi
dellpwrappks
epc
propel-msgsys
watilapp
opsmgr
excw
cspmlockmgr
emc-gateway
t1distproc
ivcollector
miva-mqs 2
dellwebadmin-1
dellwebadmin-2
pictrography
healthd
emperion
productinfo
iee-qfx
neoiface
netuitive
routematch
navbuddy
jwalkserver
winjaserver
seagulllms
dsdn
pkt-krb-ipsec
cmmdriver
ehtp
dproxy
sdproxy
lpcp
hp-sci
h323hostcallsc
sftsrv 3
boomerang
pe-mike
re-conn-proto
pacmand
odsi
jtag-server
husky
rxmon
sti-envision
bmc-patroldb
bmc_patroldb 0
pdps
els
exbit-escp
vrts-ipcserver
krb5gatekeeper
amx-icsp
amx-axbnet
pip
novation
brcd
delta-mcp
dx-instrument
wimsic
ultrex
ewall
netdb-export
streetperfect
intersan
pcia-rxp-b
passwrd-policy
writesrv
digital-notary
ischat
menandmice-dns
wmc-log-svc
kjtsiteserver
naap
qubes
esbroker
re101
icap
vpjp
alta-ana-lm
bbn-mmc
bbn-mmx
sbook
editbench
equationbuilder
lotusnote
relief
XSIP-network
intuitive-edge
cuillamartin
pegboard
connlcli
ftsrv
mimer
linx
timeflies
ndm-requester
ndm-server
adapt-sna
netware-csp
dcs
screencast
gv-us
us-gv
fc-cli
fc-ser
chromagrafx
molly
bytex
ibm-pps
cichlid
elan
dbreporter
telesis-licman
apple-licman
udt-os
udt_os 0
gwha
os-licman
atex-elmd
atex_elmd 0
checksum
cadsi-lm
objective-dbc
iclpv-dm
iclpv-sc
iclpv-sas
iclpv-pm
iclpv-nls
iclpv-nlc
iclpv-wsm
dvl-activemail
audio-activmail
video-activmail
cadkey-licman
cadkey-tablet
goldleaf-licman
prm-sm-np
prm-nm-np
igi-lm
ibm-res
netlabs-lm
tibet-server t
sophia-lm
here-lm
hiq
af
innosys
innosys-acl
ibm-mqseries
dbstar
novell-lu6-2
novell-lu6.2 0
timbuktu-srv1
timbuktu-srv2
timbuktu-srv3
timbuktu-srv4
gandalf-lm
autodesk-lm
essbase
hybrid
zion-lm
sais
mloadd
informatik-lm
nms
tpdu
rgtp
blueberry-lm
ms-sql-s
ms-sql-m
ibm-cics
saism
tabula
eicon-server
eicon-x25
eicon-slp
cadis-1
cadis-2
ies-lm
marcam-lm
proxima-lm
ora-lm
apri-lm
oc-lm
peport
dwf
infoman
gtegsc-lm
genie-lm
interhdl-elmd
interhdl_elmd 0
esl-lm
dca
valisys-lm
nrcabq-lm
proshare1
proshare2
ibm-wrless-lan
ibm_wrless_lan 0
world-lm
nucleus
msl-lmd
msl_lmd 0
pipes
oceansoft-lm
csdmbase
csdm
aal-lm
uaiact
csdmbase
csdm
openmath
telefinder
taligent-lm
clvm-cfg
ms-sna-server
ms-sna-base
dberegister
pacerforum
airs
miteksys-lm
afs
confluent
lansource
nms-topo-serv
nms_topo_serv 0
localinfosrvr
docstor
dmdocbroker
insitu-conf
stone-design-1 2
netmap-lm
netmap_lm 0
ica
cvc
liberty-lm
rfx-lm
sybase-sqlany
fhc
vlsi-lm
saiscm
shivadiscovery
imtc-mcs
evb-elm
funkproxy
utcd
symplex
diagmond
robcad-lm
mvx-lm
3l-l1
wins
fujitsu-dtc
fujitsu-dtcns
ifor-protocol
vpad
vpac
vpvd
vpvc
atm-zip-office
ncube-lm
ricardo-lm
cichild-lm
ingreslock
orasrv
prospero-np 0
pdap-np
tlisrv
norp tus
coauthor
rap-service
rap-listen
miroconnect
virtual-places
micromuse-lm
ampr-info
ampr-inter
sdsc-lm
3ds-lm
intellistor-lm
rds
rds2
gridgen-elmd
simba-cs
aspeclmd
vistium-share
abbaccuray
laplink
axon-lm
shivahose t
shivasound 0u
3m-image-lm
hecmtl-db
pciarray
sna-cs
caci-lm
livelan
veritas-pbx
veritas_pbx 0
arbortext-lm
xingmpeg
web2host
asci-val
facilityview
pconnectmgr
cadabra-lm
pay-per-view
winddlb
corelvideo
jlicelmd
tsspmap
ets
orbixd
rdb-dbs-disp
chip-lm
itscomm-ns
mvel-lm
oraclenames
moldflow-lm
hypercube-lm
jacobus-lm
ioc-sea-lm
tn-tl-r1 t
tn-tl-r2 0u
mil-2045-47001
msims
simbaexpress
tn-tl-fd2
intv
ibm-abtact
pra-elmd
pra_elmd 0
triquest-lm
vqp
gemini-lm
ncpm-pm
commonspace
mainsoft-lm
sixtrak
radio
radio-bc u
radio-sm 0t
orbplus-iiop
picknfs
simbaservices
issd
aas
inspect
picodbc
icabrowser
slp
slm-api
stt
smart-lm
isysg-lm
taurus-wh
ill
netbill-trans
netbill-keyrep
netbill-cred
netbill-auth
netbill-prod
nimrod-agent
skytelnet
xs-openstorage
faxportwinport
softdataphone
ontime
jaleosnd
udp-sr-port
svs-omagent
shockwave
t128-gateway
lontalk-norm
lontalk-urgnt
oraclenet8cman
visitview
pammratc
pammrpc
loaprobe
edb-server1
isdc
islc
ismc
cert-initiator
cert-responder
invision
isis-am
isis-ambc
saiseh
sightline
sa-msg-port
rsap
concurrent-lm
kermit
nkd
shiva-confsrvr
shiva_confsrvr 0
xnmp
alphatech-lm
stargatealerts
dec-mbadmin
dec-mbadmin-h
fujitsu-mmpdc
sixnetudr
sg-lm
skip-mc-gikreq
netview-aix-1
netview-aix-2
netview-aix-3
netview-aix-4
netview-aix-5
netview-aix-6
netview-aix-7
netview-aix-8
netview-aix-9
netview-aix-10
netview-aix-11
netview-aix-12
proshare-mc-1
proshare-mc-2
pdp
netcomm1 t
netcomm2 0u
groupwise
prolink
darcorp-lm
microcom-sbp
sd-elmd
lanyon-lantern
ncpm-hip
snaresecure
n2nremote
cvmon
nsjtp-ctrl
nsjtp-data
firefox
ng-umds
empire-empuma
sstsys-lm
rrirtr
rrimwm
rrilwm
rrifmm
rrisat
rsvp-encap-1
rsvp-encap-2
mps-raft
l2f
l2tp 0
deskshare
hb-engine
bcs-broker
slingshot
jetform
vdmplay
gat-lmd
centra
impera
pptconference
registrar
conferencetalk
sesi-lm
houdini-lm
xmsg
fj-hdnet
h323gatedisc
h323gatestat
h323hostcall tus
caicci
hks-lm
pptp
csbphonemaster
iden-ralp
iberiagames
winddx
telindus
citynl
roketz
msiccp
proxim
siipat
cambertx-lm
privatechat
street-stream
ultimad
gamegen1
webaccess
encore
cisco-net-mgmt
3Com-nsd
cinegrfx-lm
ncpm-ft
remote-winsock
ftrapid-1
ftrapid-2
oracle-em1
aspen-services
sslp
swiftnet
lofr-lm
predatar-comms t
oracle-em2
ms-streaming
capfast-lmd
cnhrp
tftp-mcast
spss-lm
www-ldap-gw
cft-0
cft-1
cft-2
cft-3
cft-4
cft-5
cft-6
cft-7
bmc-net-adm
bmc-net-svc
vaultbase
essweb-gw
kmscontrol
global-dtserv
vdab t
femis
powerguardian
prodigy-intrnet
pharmasoft
dpkeyserv
answersoft-lm
hp-hcip
finle-lm 2
windlm
funk-logger
funk-license
psmond
hello
nmsp
ea1
ibm-dt-2
rsc-robot
cera-bcm
dpi-proxy
vocaltec-admin
uma
etp
netrisk
ansys-lm
msmq
concomp1
hp-hcip-gwy
enl
enl-name
musiconline
fhsp
oracle-vp2
oracle-vp1
jerand-lm
scientia-sdb
radius
radius-acct
tdp-suite
mmpft
harp
rkb-oscs
etftp
plato-lm
mcagent
donnyworld
es-elmd
unisys-lm
metrics-pas
direcpc-video
ardt
asi
itm-mcell-u
optika-emedia
net8-cman
myrtle
tht-treasure
udpradio
ardusuni
ardusmul
ste-smsc
csoft1
talnet
netopia-vo1
netopia-vo2
netopia-vo3
netopia-vo4
netopia-vo5
direcpc-dll
altalink
tunstall-pnc
slp-notify
fjdocdist
alpha-sms
gsi
ctcd
virtual-time
vids-avtp
buddy-draw
fiorano-rtrsvc
fiorano-msgsvc
datacaptor
privateark
gammafetchsvr
sunscalar-svc
lecroy-vicp
mysql-cm-agent
msnp
paradym-31port
entp
swrmi
udrive
viziblebrowser
transact
sunscalar-dns
canocentral0
canocentral1
fjmpjps
fjswapsnp
westell-stats
ewcappsrv
hp-webqosdb
drmsmc
nettgain-nms
vsat-control
ibm-mqseries2
ecsqdmn
mqtt
idmaps
vrtstrapserver
leoip
filex-lport
ncconfig
unify-adapter
wilkenlistener
childkey-notif
childkey-ctrl
elad
o2server-port
b-novative-ls 2
metaagent
cymtec-port
mc2studios
ssdp
fjicl-tep-a
fjicl-tep-b
linkname
fjicl-tep-c
sugp
tpmd
intrastar
dawn
global-wlink
ultrabac
mtp
rhp-iibp
armadp
elm-momentum
facelink
persona
noagent
can-nds
can-dch
can-ferret
noadmin
tapestry
spice
xiip
discovery-port
egs
videte-cipc
emsd-port
bandwiz-system
driveappserver
amdsched
ctt-broker
xmapi
xaapi
macromedia-fcs
jetcmeserver
jwserver
jwclient
jvserver
jvclient
dic-aida
res
beeyond-media
close-combat
dialogic-elmd
tekpls
sentinelsrm
eye2eye
ismaeasdaqlive
ismaeasdaqtest
bcs-lmserver
mpnjsc
rapidbase
abr-api
abr-secure
vrtl-vmf-ds
unix-status
dxadmind
simp-all
nasmanager
bts-appserver
biap-mp
webmachine
solid-e-engine
tivoli-npm
slush
sns-quote
lipsinc
lipsinc1
netop-rc
netop-school
intersys-cache
dlsrap
drp
tcoflashagent
tcoregagent
tcoaddressbook
unisql
unisql-java
pearldoc-xact
p2pq
estamp
lhtp
bb
hsrp
licensedaemon
tr-rsrb-p1
tr-rsrb-p2
mshnet
tr-rsrb-p3 0
stun-p1
stun-p2
ipsendmsg
stun-p3 0
snmp-tcp-port
stun-port
perf-port
tr-rsrb-port
gdp-port
x25-svc-port
tcp-id-port
cisco-sccp
dc t
wizard 0u
globe
brutus
emce u
mailbox 0t
berknet t
oracle 0u
invokator t
raid-cd 0u
dectalk t
raid-am 0u
conf t
terminaldb 0u
news t
whosockami 0u
pipe-server u
pipe_server 0u
search 0t
raid-cc t
servserv 0u
raid-ac u
ttyinfo 0t
raid-am t
raid-cd 0u
raid-sf u
troff 0t
cypress t
raid-cs 0u
bootserver
bootclient u
cypress-stat 0t
rellpack u
terminaldb 0t
about u
whosockami 0t
xinupageserver
servexec t
xinuexpansion1 0u
down t
xinuexpansion2 0u
xinuexpansion3
xinuexpansion4
ellpack t
xribs 0u
scrabble
shadowserver
submitserver
hsrpv6
device2
mobrien-chat
blackboard
glogger
scoremgr
imsldoc
e-dpnet
applus
objectmanager
prizma
lam
interbase
isis
isis-bcast
rimsl
cdfunc
sdfunc
dls
dls-monitor
nfs tus
shilp 0
av-emb-config
epnsdp
clearvisn
lot105-ds-upd
weblogin
iop
omnisky
rich-cp
newwavesearch
bmc-messaging
teleniumdaemon
netmount
icg-swp
icg-bridge
icg-iprelay
dlsrpn
aura
dlswpn
avauthsrvprtcl
event-port
ah-esp-encap
acp-port
msync
gxs-data-port
vrtl-vmf-sa
newlixengine
newlixconfig
tsrmagt
tpcsrvr
idware-router
autodesk-nlm
kme-trap-port
infowave
radsec
sunclustergeo
ada-cip
gnunet
eli
ip-blf
sep
lrp
prp
descent3
nbx-cc
nbx-au
nbx-ser
nbx-dir
jetformpreview
dialog-port
h2250-annex-g
amiganetfs
rtcm-sc104
zephyr-srv
zephyr-clt
zephyr-hm
minipay
mzap
bintec-admin
comcam
ergolight
umsp
dsatp
idonix-metanet
hsl-storm
ariascribe
kdm
ccowcmr
mentaclient
mentaserver
gsigatekeeper
qencp
scientia-ssdb
caupc-remote
gtp-control
elatelink
lockstep
pktcable-cops
index-pc-wb
net-steward
cs-live
xds
avantageb2b
solera-epmap
zymed-zpp
avenue
gris
appworxsrv
connect
unbind-cluster
ias-auth
ias-reg
ias-admind
tdmoip
lv-jc
lv-ffx
lv-pici
lv-not
lv-auth
veritas-ucl
acptsys
dynamic3d
docent
gtp-user
ctlptc
stdptc
brdptc
trp
xnds
touchnetplus
gdbremote
apc-2160
apc-2161
navisphere
navisphere-sec
ddns-v3
x-bone-api
iwserver
raw-serial
easy-soft-mux
brain
eyetv
msfw-storage
msfw-s-storage
msfw-replica
msfw-array
airsync
rapi
qwave
bitspeer
vmrdp
mc-gt-srv
eforward
cgn-stat
cgn-config
nvd
onbase-dds
gtaua
ssmc t
ssmd 0u
radware-rpm t
radware-rpm-s t
tivoconnect
tvbus
asdis
drwcs
mnp-exchange 4
onehome-remote
onehome-help
ats 2
imtc-map
b2-runtime
b2-license
jps
hpocbus
hpssd
hpiod
rimf-ps
noaaport
emwin
leecoposserver
kali
rpi
ipcore
vtu-comms
gotodevice
bounzza
netiq-ncap
netiq
ethernet-ip-s
EtherNet-IP-1
EtherNet/IP-1 0
rockwell-csp2
efi-mg
rcip-itu ts
di-drm
di-msg
ehome-ms
datalens
queueadm
wimaxasncp
ivs-video
infocrypt
directplay
sercomm-wlink
nani
optech-port1-lm
aviva-sna
imagequery
recipe
ivsd
foliocorp
magicom
nmsserver
hao
pc-mta-addrmap
antidotemgrsvr
ums
rfmp
remote-collab
dif-port
njenet-ssl
dtv-chan-req
seispoc
vrtp
pcc-mfp
simple-tx-rx
rcts
bid-serv
apc-2260
comotionmaster
comotionback
ecwcfg
apx500api-1
apx500api-2
mfserver
ontobroker
amt
mikey
starschool
mmcals
mmcal
mysql-im
pcttunnell
ibridge-data
ibridge-mgmt
bluectrlproxy
s3db
xmquery
lnvpoller
lnvconsole
lnvalarm
lnvstatus
lnvmaps
lnvmailmon
nas-metering
dna
netml
dict-lookup
sonus-logging
eapsp
mib-streaming
npdbgmngr
konshus-lm
advant-lm
theta-lm
d2k-datamover1
d2k-datamover2
pc-telecommute
cvmmon
cpq-wbem
binderysupport
proxy-gateway
attachmate-uts
mt-scaleserver
tappi-boxnet
pehelp
sdhelp
sdserver
sdclient
messageservice
wanscaler
iapp
cr-websystems
precise-sft
sent-lm
attachmate-g32
cadencecontrol
infolibria
siebel-ns
rdlap
ofsd
3d-nfsd
cosmocall
ansysli
idcp
xingcsm
netrix-sftm
nvd
tscchat
agentview
rcc-host
snapp
ace-client
ace-proxy
appleugcontrol
ideesrv
norton-lambert
3com-webview
wrs-registry
wrs_registry 0
xiostatus
manage-exec
nati-logos
fcmsys
dbm
redstorm-join
redstorm_join 0
redstorm-find
redstorm_find 0
redstorm-info
redstorm_info 0
redstorm-diag
redstorm_diag 0
psbserver
psrserver
pslserver
pspserver
psprserver
psdbserver
gxtelmd
unihub-server
futrix
flukeserver
nexstorindltd
tl1
digiman
mediacntrlnfsd
oi-2000
dbref
qip-login
service-ctrl
opentable
bif-p2p
l3-hbmon
rda t
lanmessenger
remographlm t
hydra t
docker t
docker-s t
swarm t
dali u
etcd-client t
etcd-server t
compaq-https
ms-olap3
ms-olap4
sd-capacity u
sd-request 0t
sd-data
virtualtape
vsamredirector
mynahautostart
ovsessionmgr
rsmtp
3com-net-mgmt
tacticalauth
ms-olap1
ms-olap2
lan900-remote
lan900_remote 0
wusage
ncl
orbiter
fmpro-fdal
opequus-server
cvspserver
taskmaster2000
taskmaster2000
iec-104
trc-netpoll
jediserver
orion
railgun-webaccl t
sns-protocol
vrts-registry
netwave-ap-mgmt
cdn
orion-rmi-reg
beeyond
codima-rtp
rmtserver
composit-server
cas
attachmate-s2s
dslremote-mgmt
g-talk
crmsbits
rnrp
kofax-svr
fjitsuappmgr
vcmp
mgcp-gateway
ott
ft-role
venus
venus-se
codasrv
codasrv-se
pxc-epmap
optilogic
topx
unicontrol
msp
sybasedbsynch
spearway
pvsw-inet
netangel
powerclientcsf
btpp2sectrans
dtn1
bues-service
bues_service 0
ovwdb
hpppssvr
ratl
netadmin
netchat
snifferclient
madge-ltd
indx-dds
wago-io-system
altav-remmgt
rapido-ip
griffin
xrpl
ms-theater
qadmifoper
qadmifevent
lsi-raid-mgmt
direcpc-si
lbm
lbf
high-criteria
qip-msgd
mti-tcs-comm
taskman-port
seaodbc
c3
aker-cdp
vitalanalysis
ace-server
ace-svr-prop
ssm-cvs
ssm-cssps
ssm-els
powerexchange
giop
giop-ssl
ttc
ttc-ssl
netobjects1
netobjects2
pns
moy-corp
tsilb
qip-qdhcp
conclave-cpp
groove
talarian-mqs
bmc-ar
fast-rem-serv
dirgis
quaddb
odn-castraq
unicontrol
rtsserv
rtsclient
kentrox-prot
nms-dpnss
wlbs
ppcontrol
jbroker
spock
jdatastore
fjmpss
fjappmgrbulk
metastorm
citrixima
citrixadmin
facsys-ntp
facsys-router
maincontrol
call-sig-trans
willy
globmsgsvc
pvsw
adaptecmgr
windb
qke-llc-v3
optiwave-lm
ms-v-worlds
ema-sent-lm
iqserver
ncr-ccl
ncr_ccl 0
utsftp
vrcommerce
ito-e-gui
ovtopmd
snifferserver
combox-web-acc
madcap
btpp2audctr1
upgrade
vnwk-prapi
vsiadmin
lonworks
lonworks2
udrawgraph
reftek
novell-zen
sis-emt
vytalvaultbrtp
vytalvaultvsmp
vytalvaultpipe
ipass
ads
isg-uda-server
call-logging
efidiningport
vcnet-link-v10
compaq-wcp
nicetec-nmsvc
nicetec-mgmt
pclemultimedia
lstp
labrat
mosaixcc
delibo
cti-redwood
hp-3000-telnet
coord-svr
pcs-pcw
clp
spamtrap
sonuscallsig
hs-port
cecsvc
ibp
trustestablish
blockade-bpsp
hl7
tclprodebugger
scipticslsrvr
rvs-isdn-dcp
mpfoncl
tributary
argis-te
argis-ds
mon
cyaserv
netx-server
netx-agent
masc
privilege
quartus-tcl
idotdist
maytagshuffle
netrek
mns-mail
dts
worldfusion1
worldfusion2
homesteadglory
citriximaclient
snapd
hpstgmgr
discp-client
discp-server
servicemeter
nsc-ccs
nsc-posa
netmon
connection
wag-service
system-monitor
versa-tek
lionhead
qpasa-agent
smntubootstrap
neveroffline
firepower
appswitch-emp
cmadmin
priority-e-com
bruce
lpsrecommender
miles-apart
metricadbc
lmdp
aria
blwnkl-port
gbjd816
moshebeeri
dict
sitaraserver
sitaramgmt
sitaradir
irdg-post
interintelli
pk-electronics
backburner
solve
imdocsvc
sybaseanywhere
aminet
ami-control
hdl-srv
tragic
gte-samp
travsoft-ipx-t
novell-ipx-cmd
and-lm
syncserver
upsnotifyprot
vpsipport
eristwoguns
ebinsite
interpathpanel
sonus
corel-vncadmin
corel_vncadmin 0
unglue
kana
sns-dispatcher
sns-admin
sns-query
gcmonitor
olhost
bintec-capi
bintec-tapi
patrol-mq-gm
patrol-mq-nm
extensis
alarm-clock-s
alarm-clock-c
toad
tve-announce
newlixreg
nhserver
firstcall42
ewnn
ttc-etap
simslink
gadgetgate1way
gadgetgate2way
syncserverssl
pxc-sapxom
mpnjsomb
ncdloadbalance 2
mpnjsosv
mpnjsocl
mpnjsomg
pq-lic-mgmt
md-cg-http
fastlynx
hp-nnm-data
itinternet
admins-lms
pwrsevent 2
vspread
unifyadmin
oce-snmp-trap
mck-ivpip
csoft-plusclnt
tqdata
sms-rcinfo
sms-xfer
sms-chat
sms-remctrl
sds-admin
ncdmirroring
emcsymapiport
banyan-net
supermon
sso-service
sso-control
aocp
raventbs
raventdm
hpstgmgr2
inova-ip-disco
pn-requester
pn-requester2
scan-change
wkars
smart-diagnose
proactivesrvr
watchdog-nt
qotps
msolap-ptp2
tams
mgcp-callagent
sqdr
tcim-control
nec-raidplus
fyre-messanger
g5m
signet-ctf
ccs-software
netiq-mc
radwiz-nms-srv
srp-feedback
ndl-tcp-ois-gw
tn-timing
alarm
tsb
tsb2
murx
honyaku
urbisnet
cpudpencap
fjippol-swrly
fjippol-polsvr
fjippol-cnsl
fjippol-port1
fjippol-port2
rsisysaccess
de-spot
apollo-cc
expresspay
simplement-tie
cnrp
apollo-status
apollo-gms
sabams
dicom-iscl
dicom-tls
desktop-dna
data-insurance
qip-audup
compaq-scp
uadtc
uacs
exce
veronica
vergencecm
auris
rbakcup1
rbakcup2
smpp
ridgeway1
ridgeway2
gwen-sonya
lbc-sync
lbc-control
whosells
everydayrc
aises
www-dev
aic-np
aic-oncrpc
piccolo
fryeserv
media-agent
plgproxy
mtport-regist
f5-globalsite
initlsmsad
urp
livestats
ac-tech
esp-encap
tmesis-upshot
icon-discover
acc-raid
igcp
veritas-tcp1 t
veritas-udp1 0u
btprjctrl
dvr-esm
wta-wsp-s
cspuni
cspmulti
j-lan-p
corbaloc
netsteward
gsiftp
atmtcp
llm-pass
llm-csv
lbc-measure
lbc-watchdog
nmsigport
rmlnk
fc-faultnotify
univision
vrts-at-port
ka0wuc
cqg-netlan
cqg-netlan-1
slc-systemlog 2
slc-ctrlrloops
itm-lm
silkp1
silkp2
silkp3
silkp4
glishd
evtp
evtp-data
catalyst
repliweb
starbot
nmsigport
l3-exprt
l3-ranger
l3-hawk
pdnet
bpcp-poll
bpcp-trap
aimpp-hello
aimpp-port-req
amt-blc-port
fxp
metaconsole
webemshttp
bears-01
ispipes
infomover
msrp t
cesdinv
simctlp
ecnp
activememory
dialpad-voice1
dialpad-voice2
ttg-protocol
sonardata
astronova-main
pit-vpn
iwlistener
esps-portal
npep-messaging
icslap
daishi
msi-selectplay
radix
psrt
dxmessagebase1
dxmessagebase2
sps-tunnel
bluelance
aap
ucentric-ds
synapse
ndsp
ndtp
ndnp
flashmsg
topflow
responselogic
aironetddp
spcsdlobby
rsom
cspclmulti
cinegrfx-elmd
snifferdata
vseconnector
abacus-remote
natuslink
ecovisiong6-1
citrix-rtmp
appliance-cfg
powergemplus
quicksuite
allstorcns
netaspi
suitcase
m2ua tus
m3ua ts
caller9
webmethods-b2b
mao
funk-dialout
tdaccess
blockade
epicon
boosterware
gamelobby
tksocket
elvin-server
elvin_server 0
elvin-client
elvin_client 0
kastenchasepad
roboer
roboeda
cesdcdman
cesdcdtrn
wta-wsp-wtp-s
precise-vip
mobile-file-dl 2
unimobilectrl
redstone-cpss
amx-webadmin
amx-weblinx
circle-x
incp
4-tieropmgw
4-tieropmcli
qtp
otpatch
pnaconsult-lm
sm-pas-1
sm-pas-2
sm-pas-3
sm-pas-4
sm-pas-5
ttnrepository
megaco-h248 tus
h248-binary tus
fjsvmpor
gpsd
wap-push
wap-pushsecure
esip
ottp
mpfwsas
ovalarmsrv
ovalarmsrv-cmd
csnotify
ovrimosdbman
jmact5
jmact6
rmopagt
dfoxserver
boldsoft-lm
iph-policy-cli
iph-policy-adm
bullant-srap
bullant-rap
idp-infotrieve
ssc-agent
enpp
essp
index-net
netclip
pmsm-webrctl
svnetworks
signal
fjmpcm
cns-srv-port
ttc-etap-ns
ttc-etap-ds
h263-video
wimd
mylxamport
iwb-whiteboard
netplan
hpidsadmin
hpidsagent
stonefalls
identify
hippad
zarkov
boscap
wkstn-mon
avenyo
veritas-vis1
veritas-vis2
idrs
vsixml
rebol
realsecure
remoteware-un
hbci
remoteware-cl 0
origo-native t
exlm-agent
remoteware-srv 0
cgms
csoftragent
geniuslm
ii-admin
lotusmtap
midnight-tech
pxc-ntfy
gw t
ping-pong 0u
trusted-web
twsdss
gilatskysurfer
broker-service
broker_service 0
nati-dstp
notify-srvr
notify_srvr 0
event-listener
event_listener 0
srvc-registry
srvc_registry 0
resource-mgr
resource_mgr 0
cifs
agriserver
csregagent
magicnotes
nds-sso
nds_sso 0
arepa-raft
agri-gateway
LiebDevMgmt-C
LiebDevMgmt_C 0
LiebDevMgmt-DM
LiebDevMgmt_DM 0
LiebDevMgmt-A
LiebDevMgmt_A 0
arepa-cas
eppc
redwood-chat
pdb
osmosis-aeea
fjsv-gssagt
hagel-dump
hp-san-mgmt
santak-ups
cogitate
tomato-springs
di-traceware
journee
brp
epp
responsenet
di-ase
hlserver
pctrader
nsws
gds-db
gds_db 0
galaxy-server
apc-3052
dsom-server
amt-cnf-prot
policyserver
cdl-server
goahead-fldup
videobeans
qsoft
interserver
cautcpd
ncacn-ip-tcp
ncadg-ip-udp
rprt
slinterbase
netattachsdmp
fjhpjp
ls3bcast
ls3
mgxswitch
xplat-replicate t
csd-monitor
vcrp
xbox
orbix-locator
orbix-config
orbix-loc-ssl
orbix-cfg-ssl
lv-frontpanel
stm-pproc
stm_pproc 0
tl1-lv
tl1-raw
tl1-telnet
itm-mccs
pcihreq
jdl-dbkitchen
asoki-sma
xdtp
ptk-alink
stss
1ci-smcs
rapidmq-center 2
rapidmq-reg
panasas
ndl-aps
itu-bicc-stc s
umm-port
chmd
opcon-xps
hp-pxpib
slslavemon
autocuesmi
autocuelog t
autocuetime 0u
cardbox
cardbox-http
business
geolocate
personnel
sim-control
wsynch
ksysguard
cs-auth-svr
ccmad
mctet-master
mctet-gateway
mctet-jserv
pkagent
d2000kernel
d2000webserver
pcmk-remote t
vtr-emulator
edix
beacon-port
a13-an
ctx-bridge 2
ndl-aas
netport-id
icpv2
netbookmark
ms-rule-engine
prism-deploy
ecp
peerbook-port
grubd
rtnt-1
rtnt-2
incognitorv
ariliamulti
vmodem
rdc-wh-eos
seaview
tarantella
csi-lfap
bears-02
rfio
nm-game-admin
nm-game-server
nm-asses-admin
nm-assessor
feitianrockey
s8-client-port
ccmrmi
jpegmpeg
indura
lsa-comm
stvp
navegaweb-port
tip-app-server
doc1lm
sflm
res-sap
imprs
newgenpay
sossecollector
nowcontact
poweronnud
serverview-as
serverview-asn
serverview-gf
serverview-rm
serverview-icc
armi-server
t1-e1-over-ip
ars-master
phonex-port
radclientport
h2gf-w-2m
mc-brk-srv
bmcpatrolagent
bmcpatrolrnvu
cops-tls
apogeex-port
smpppd
iiw-port
odi-port
brcm-comm-port
pcle-infex
csvr-proxy
csvr-sslproxy
firemonrcc
spandataport
magbind
ncu-1
ncu-2
embrace-dp-s
embrace-dp-c
dmod-workspace
tick-port
cpq-tasksmart
intraintra
netwatcher-mon
netwatcher-db
isns
ironmail
vx-auth-port
pfu-prcallback
netwkpathengine
flamenco-proxy
avsecuremgmt
surveyinst
neon24x7
jmq-daemon-1
jmq-daemon-2
ferrari-foam
unite
smartpackets
wms-messenger
xnm-ssl
xnm-clear-text
glbp
digivote
aes-discovery
fcip-port
isi-irp
dwnmshttp
dwmsgserver
global-cd-port
sftdst-port
vidigo
mdtp
whisker
alchemy
mdap-port
apparenet-ts
apparenet-tps
apparenet-as
apparenet-ui
triomotion
sysorb
sdp-id-port
timelot
onesaf
vieo-fe
dvt-system
dvt-data
procos-lm
ssp
hicp
sysscanner
dhe
pda-data
pda-sys
semaphore
cpqrpm-agent
cpqrpm-server
ivecon-port
epncdp2
iscsi-target
winshadow
necp
ecolor-imager
ccmail
altav-tunnel
ns-cfg-server
ibm-dial-out
msft-gc
msft-gc-ssl
verismart
csoft-prev
user-manager
sxmp
ordinox-server
samd
maxim-asics
awg-proxy
lkcmserver
admind
vs-server
sysopt
datusorb
net-assistant
4talk
plato
e-net
directvdata
cops
enpc
caps-lm
sah-lm
cart-o-rama
fg-fps
fg-gip
dyniplookup
rib-slm
cytel-lm
deskview
pdrncs
ceph t
tarantool
mcs-fastmail
opsession-clnt
opsession-srvr
odette-ftp
mysql
opsession-prxy
tns-server
tns-adv
dyna-access
mcns-tel-ret
appman-server
uorb
uohost
cdid
aicc-cmi
vsaiport
ssrip
sdt-lmd
officelink2000
vnsstr
sftu 5
bbars
egptlm
hp-device-disc
mcs-calypsoicf
mcs-messaging
mcs-mailsvr
dec-notes
directv-web
directv-soft
directv-tick
directv-catlg
anet-b
anet-l
anet-m
anet-h
webtie
ms-cluster-net
bnt-manager
influence
trnsprntproxy
phoenix-rpc
pangolin-laser
chevinservices
findviatv
btrieve
ssql
fatpipe
suitjd
ordinox-dbase
upnotifyps
adtech-test
mpsysrmsvr
wg-netforce
kv-server
kv-agent
dj-ilm
nati-vi-server
creativeserver
contentserver
creativepartnr
tip2 6
lavenir-lm
cluster-disc
vsnm-agent
cdbroker
cogsys-lm
wsicopy
socorfs
sns-channels
geneous
fujitsu-neat
esp-lm
hp-clic
qnxnetman
gprs-data t
gprs-sig 0u
backroomnet
cbserver
ms-wbt-server
dsc
savant
efi-lm
d2k-tapestry1
d2k-tapestry2
dyna-lm
printer-agent
printer_agent 0
cloanto-lm
mercantile
csms
csms2
filecast
fxaengine-net
nokia-ann-ch1 3
nokia-ann-ch2
ldap-admin
BESApi
networklens
networklenss
biolink-auth
xmlblaster
svnet
wip-port
bcinameservice
commandport
csvr
rnmap
softaudit
ifcp-port
bmap
rusb-sys-port
xtrm
xtrms
agps-port
arkivio
websphere-snmp
twcss
gcsp
ssdispatch
ndl-als
osdcp
opnet-smp
opencm
pacom
gc-config
autocueds
spiral-admin
hri-port
ans-console
connect-client
connect-server
ov-nnm-websrv
denali-server
monp
3comfaxrpc
directnet
dnc-port
hotu-chat
castorproxy
asam
sabp-signal
pscupd
mira
prsvp
vat
vat-control
d3winosfi
integral
edm-manager
edm-stager
edm-std-notify
edm-adm-notify
edm-mgr-sync
edm-mgr-cntrl
workflow
rcst
ttcmremotectrl
pluribus
jt400
jt400-ssl
jaugsremotec-1
jaugsremotec-2
ttntspauto
genisar-port
nppmp
ecomm
stun
stun-behavior 0
turn 0
twrpc
plethora
cleanerliverc
vulture
slim-devices
gbs-stp
celatalk
ifsf-hb-port
ltctcp t
ltcudp 0u
fs-rh-srv
dtp-dia
colubris
swr-port
tvdumtray-port
nut
ibm3494
seclayer-tcp
seclayer-tls
ipether232port
dashpas-port
sccip-media
rtmp-port
isoft-p2p
avinstalldisc
lsp-ping
ironstorm
ccmcomm
apc-3506
nesh-broker
interactionweb
vt-ssl
xss-port
webmail-2
aztec
arcpd
must-p2p
must-backplane
smartcard-port
802-11-iapp
artifact-msg
galileo u
nvmsgd 0t
galileolog
mc3ss
nssocketport
odeumservlink
ecmport
eisport
starquiz-port
beserver-msg-q
jboss-iiop
jboss-iiop-ssl
gf
joltid
raven-rmp
raven-rdp
urld-port
ms-la
snac
ni-visa-remote
ibm-diradm
ibm-diradm-ssl
pnrp-port
voispeed-port
hacl-monitor
qftest-lookup
teredo
camac
symantec-sim 2
interworld
tellumat-nms
ssmpp
apcupsd
taserver
rbr-discovery
questnotify
razor
sky-transport
personalos-001
mcp-port
cctv-port
iniserve-port
bmc-onekey
sdbproxy
watcomdebug
esimport
m2pa ts
quest-data-hub t
dof-eps
dof-tunnel-sec
mbg-ctrl
mccwebsvr-port
megardsvr-port
megaregsvrport
tag-ups-1
dmaf-caster u
dmaf-server 0t
ccm-port
cmc-port
config-port
data-port
ttat3lb
nati-svrloc
kfxaclicensing
press
canex-watch
u-dbap
emprise-lls
emprise-lsc
p2pgroup
sentinel
isomair
wv-csp-sms
gtrack-server
gtrack-ne
bpmd
mediaspace
shareapp
iw-mmogame
a14
a15
quasar-server
trap-daemon
visinet-gui
infiniswitchcl
int-rcv-cntrl
bmc-jmx-port
comcam-io
splitlock
precise-i3
trendchip-dcp
cpdi-pidas-cm
echonet
six-degrees
dataprotector
alaris-disc
sigma-port
start-network
cd3o-protocol
sharp-server
aairnet-1
aairnet-2
ep-pcp
ep-nsp
ff-lr-port
haipe-discover
dist-upgrade
volley
bvcdaemon-port
jamserverport
ept-machine
escvpnet
cs-remote-db
cs-services
distcc
wacp
hlibmgr
sdo
servistaitsm
scservp
ehp-backup
xap-ha
netplay-port1
netplay-port2
juxml-port
audiojuggler
ssowatch
cyc
xss-srv-port
splitlock-gw
fjcp
nmmp
prismiq-plugin
xrpc-registry
vxcrnbuport
tsp
vaprtm
abatemgr
abatjss
immedianet-bcn
ps-ams
apple-sasl
can-nds-ssl
can-ferret-ssl
pserver
dtp
ups-engine
ent-engine
eserver-pap
infoexch
dell-rm-port
casanswmgmt
smile
efcp
lispworks-orb
mediavault-gui
wininstall-ipc
calltrax
va-pacbase
roverlog
ipr-dglt
newton-dock
npds-tracker
bts-x73
cas-mapi
bmc-ea
faxstfx-port
dsx-agent
tnmpv2
simple-push
simple-push-s
daap
svn
magaya-network
intelsync
easl t
bmc-data-coll 2
telnetcpcd
nw-license
sagectlpanel
kpn-icw
lrs-paging
netcelera
ws-discovery
adobeserver-3
adobeserver-4
adobeserver-5
rt-event
rt-event-s
sun-as-iiops
ca-idms
portgate-auth
edb-server2
sentinel-ent
tftps
delos-dms
anoto-rendezv
wv-csp-sms-cir
wv-csp-udp-cir
opus-services
itelserverport
ufastro-instr
xsync
xserveraid
sychrond
blizwow
na-er-tip
array-manager
e-mdu
e-woa
fksp-audit
client-ctrl
smap
m-wnn
multip-msg
synel-data
pwdis
rs-rmi
xpanel t
versatalk
launchbird-lm
heartbeat
wysdma
cst-port
ipcs-command
sasg
gw-call-port
linktest
linktest-s
webdata
cimtrak
cbos-ip-port
gprs-cube
vipremoteagent
nattyserver
timestenbroker
sas-remote-hlp
canon-capt
grf-port
apw-registry
exapt-lmgr
adtempusclient
gsakmp
gbs-smp
xo-wave
mni-prot-rout
rtraceroute
sitewatch-s t
listmgr-port
rblcheckd
haipe-otnk
cindycollab
paging-port
ctp
ctdhercules
zicom
ispmmgr
dvcprov-port
jibe-eb
c-h-it-port
cognima
nnp
abcvoice-port
iso-tp0s
bim-pem
bfd-control
bfd-echo
upstriggervsw
fintrx
isrp-port
remotedeploy
quickbooksrds
tvnetworkvideo
sitewatch
dcsoftware
jaus
myblast
spw-dialer
idps
minilock
radius-dynauth
pwgpsi
ibm-mgr
vhd
soniqsync
iqnet-port
tcpdataserver
wsmlb
spugna
sun-as-iiops-ca
apocd
wlanauth
amp
neto-wol-server
rap-ip
neto-dcs
lansurveyorxml
sunlps-http
tapeware
crinis-hb
epl-slp
scp
pmcp
acp-discovery
acp-conduit
acp-policy
ffserver
warmux
netmpi
neteh
neteh-ext
cernsysmgmtagt
dvapps
xxnetserver
aipn-auth
spectardata
spectardb
markem-dcp
mkm-discovery
sos
amx-rms
flirtmitmir
shiprush-db-svr t
nhci
quest-agent
rnm
v-one-spp
an-pcp
msfw-control
item
spw-dnspreload
qtms-bootstrap
spectraport
sse-app-config
sscan
stryker-com
opentrac
informer
trap-port
trap-port-mom
nav-port
sasp
winshadow-hd
giga-pocket
asap-sctp s
asap-tcp 0t
asap-udp 0u
asap-sctp-tls s
asap-tcp-tls 0t
xpl
dzdaemon
dzoglserver
diameter ts
ovsam-mgmt
ovsam-d-agent
avocent-adsap
oem-agent
fagordnc
sixxsconfig
pnbscada
dl-agent
dl_agent 0
xmpcr-interface
fotogcad
appss-lm
igrs
idac
msdts1
vrpn
softrack-meter
topflow-ssl
nei-management
ciphire-data
ciphire-serv
dandv-tester
ndsconnect
rtc-pm-port
pcc-image-port
cgi-starapi
syam-agent
syam-smc
sdo-tls
sdo-ssh
senip
itv-control
udt-os
udt_os 0
nimsh
nimaux
charsetmgr
omnilink-port
mupdate
topovista-data
imoguia-port
hppronetman
surfcontrolcpa
prnrequest
prnstatus
gbmt-stars
listcrt-port
listcrt-port-2
agcat
wysdmc
aftmux
pktcablemmcops
hyperip
exasoftport1
herodotus-net
sor-update
symb-sb-port
mpl-gprs-port
zmp
winport
natdataservice
netboot-pxe
smauth-port
syam-webserver
msr-plugin-port
dyn-site
plbserve-port
sunfm-port
sdp-portmapper
mailprox
dvbservdsc
dbcontrol-agent
dbcontrol_agent 0
aamp
xecp-node
homeportal-web
srdp
tig
sops
emcads
backupedge
ccp
apdap
drip
namemunge
pwgippfax
i3-sessionmgr
xmlink-connect
adrep
p2pcommunity
gvcp
mqe-broker
mqe-agent
treehopper
bess
proaxess
sbi-agent
thrp
sasggprs
ati-ip-to-ncpe
bflckmgr
ppsms
ianywhere-dbns
landmarks
lanrevagent
lanrevserver
iconp
progistics
xk22
airshot
opswagent
opswmanager
secure-cfg-svr
smwan
starfish 2
eis
eisp
mapper-nodemgr
mapper-mapethd
mapper-ws-ethd
mapper-ws_ethd 0
centerline
dcs-config
bv-queryengine
bv-is
bv-smcsrv
bv-ds
bv-agent
iss-mgmt-ssl 2
abcsoftware
agentsease-db
dnx
nvcnet
terabase
newoak
pxc-spvr-ft
pxc-splr-ft
pxc-roid
pxc-pin
pxc-spvr
pxc-splr
netcheque
chimera-hwm
samsung-unidex
altserviceboot
pda-gate
acl-manager
taiclock
talarian-mcast1
talarian-mcast2
talarian-mcast3
talarian-mcast4
talarian-mcast5
trap
nexus-portal
dnox
esnm-zoning
tnp1-port
partimage
as-debug
bxp
dtserver-port
ip-qsig
jdmn-port
suucp
vrts-auth-port
sanavigator
ubxd
wap-push-http
wap-push-https
ravehd
fazzt-ptp
fazzt-admin
yo-main
houston
ldxp
nirp
ltp
npp
acp-proto
ctp-state
wafs 2
cisco-wafs
cppdp
interact
ccu-comm-1
ccu-comm-2
ccu-comm-3
lms
wfm
kingfisher
dlms-cosem
dsmeter-iatc
dsmeter_iatc 0
ice-location
ice-slocation
ice-router
ice-srouter
avanti-cdp
avanti_cdp 0
pmas
idp
ipfltbcst
minger
tripe
aibkup
zieto-sock
iRAPP
cequint-cityid
perimlan
seraph
ascomalarm u
cssp t
santools
lorica-in
lorica-in-sec
lorica-out
lorica-out-sec
fortisphere-vm u
ezmessagesrv t
ftsync u
applusservice t
npsp t
opencore
omasgport
ewinstaller
ewdgs
pvxpluscs
sysrqd
xtgui
bre
patrolview
drmsfsd
dpcp
igo-incognito
brlp-0
brlp-1
brlp-2
brlp-3
shofar
synchronite
j-ac
accel
izm
g2tag
xgrid
apple-vpns-rp
aipn-reg
jomamqmonitor
cds
smartcard-tls
hillrserv
netscript
assuria-slm
minirem t
e-builder
fprams
z-wave
tigv2
opsview-envoy
ddrepl
unikeypro
nufw
nuauth
fronet
stars
nuts-dem
nuts_dem 0
nuts-bootp
nuts_bootp 0
nifty-hmi
cl-db-attach
cl-db-request
cl-db-remote
nettest
thrtx
cedros-fds
cedros_fds 0
oirtgsvc
oidocsvc
oidsr
vvr-control 2
tgcconnect
vrxpservman
hhb-handheld
agslb
PowerAlert-nsa
menandmice-noh
menandmice_noh 0
idig-mux
idig_mux 0
mbl-battd
atlinks
bzr
stat-results
stat-scanner
stat-cc
nss
jini-discovery
omscontact
omstopology
silverpeakpeer
silverpeakcomm
altcp
joost
ddgn
pslicser
iadt t
iadt-disc 0u
d-cinema-csp t
ml-svnet t
pcoip
mma-discovery u
sm-disc u
smcluster 0t
bccp t
tl-ipcproxy t
wello
storman
MaxumSP
httpx
macbak
pcptcpservice
cyborgnet
universe-suite
universe_suite 0
wcpp
boxbackupstore t
csc-proxy t
csc_proxy 0t
vatata
pcep t
sieve t
dsmipv6 u
azeti t
azeti-bd 0u
pvxplusio t
spdm t
aws-wsp tusd
hctl 2
eims-admin 2
corelccam 101
d-data
d-data-control
srcp
owserver
batman
pinghgl
trueconf
compx-lockview
dserver
mirrtex
p6ssmc t
pscl-mgt t
perrla t
choiceview-agt t
choiceview-clt 2t
opentelemetry t
fox-skytale 2
fdt-rcatp
rwhois
trim-event
trim-ice
geognosisadmin 2t
geognosisman 0u
geognosis
jaxer-web
jaxer-manager
publiqare-sync t
dey-sapi t
ktickets-rest t
getty-focus t
ahsp tus
netconf-ch-ssh t
netconf-ch-tls t
restconf-ch-tls t
gaia 4
lisp-data u
lisp-control u
unicall
vinainstall
m4-network-as
elanlm
lansurveyor
itose
fsportmap
net-device
plcy-net-svcs
pjlink
f5-iquery
qsnet-trans
qsnet-workst
qsnet-assist
qsnet-cond
qsnet-nucl
omabcastltkm
matrix-vnet t
matrix_vnet 0t
nacnl u
afore-vdp-disc u
shadowstream 4u
wxbrief 2
epmd
elpro-tunnel
elpro_tunnel 0
l2c-control t
l2c-disc 0u
l2c-data
remctl
psi-ptt t
tolteces
bip
cp-spxsvr
cp-spxdpy
ctdb
xandros-cms 10
wiegand
apwi-imserver t
apwi-rxserver t
apwi-rxspooler t
apwi-disc u
omnivisionesx
fly t
ds-srv 4
ds-srvr
ds-clnt
ds-user
ds-admin
ds-mail
ds-slp
nacagent t
slscc t
netcabinet-com t
itwo-server t
found t
smallchat u
avi-nms t
avi-nms-disc 0u
updog t
brcd-vr-req t
pjj-player t
pjj-player-disc 0u
workflowdir t
axysbridge u
cbp t
nvme
scaleft t
tsepisp t
thingkit t
netrockey6 2
beacon-port-2
drizzle t
omviserver t
omviagent t
rsqlserver
wspipe t
l-acoustics
vop t
netblox 8u
saris
pharos
krb524
nv-video 0
upnotifyp
n1-fwp
n1-rmgmt
asc-slmd
privatewire
camp
ctisystemmsg
ctiprogramload
nssalertmgr
nssagentmgr
prchat-user
prchat-server
prRegister
mcp
ntske 2t
hpssmgmt 24
assyst-dr t
icms
prex-tcp t
awacs-ice
ipsec-nat-t 12
a25-fap-fgw 2s
armagetronad 32u
ehs
ehs-ssl
wssauthsvc
swx-gate
worldscores 7
sf-lm
lanner-lm
synchromesh
aegate
gds-adppiw-db
ieee-mih
menandmice-mon
icshostsvc t
msfrs
rsip
dtn-bundle tud
mtcevrunqss u
mtcevrunqman u
hylafax
amahi-anywhere 4t
kwtc 3
tram
bmc-reporting
iax
deploymentmap t
cardifftec-back 3t
rid 17t
l3t-at-an
hrpd-ith-at-an u
ipt-anri-anri
ias-session
ias-paging
ias-neighbor
a21-an-1xbs
a16-an-an
a17-an-an
piranha1
piranha2
mtsserver t
menandmice-upg t
irp t
sixchat t
sixid t
ventoso 15u
dots-signal 25
playsta2-app 12
playsta2-lob
smaclmgr
kar2ouche
oms
noteit
ems
contclientms
eportcomm
mmacomm
mmaeds
eportcommdata
light
acter
rfa
cxws
appiq-mgmt
dhct-status
dhct-alerts
bcs
traversal
mgesupervision
mgemanagement
parliant
finisar
spike
rfid-rp1
autopac
msp-os
nst
mobile-p2p
altovacentral
prelude
mtn
conspiracy
netxms-agent 8
netxms-mgmt
netxms-sync
npqes-test t
assuria-ins t
trinity-dist 7tus
truckstar 14
a26-fap-fgw u
fcis t
fcis-disc 0u
capmux
gsmtap u
gearman
remcap t
ohmtrigger u
resorcs t
ipdr-sp 4
solera-lpn
ipfix tus
ipfixs tsu
lumimgrd
sicct t
sicct-sdp 0u
openhpid
ifsp
fmp
intelliadm-disc u
buschtrommel u
profilemac 2
ssad
spocp
snap
simon t
simon-disc 0u
gre-in-udp u
gre-udp-dtls u
RDCenter t
converge 18t
bfd-multi-ctl 10
cncp u
smart-install t
sia-ctrl-plane t
xmcp t
vxlan u
vxlan-gpe u
roce u
unified-bus
iims 8
iwec
ilss
notateit t
notateit-disc 0u
aja-ntv4-disc u
htcp 23
varadero-0 10
varadero-1
varadero-2
opcua-tcp t
opcua-udp 0u
quosa
gw-asv
opcua-tls
gw-log
wcr-remlib
contamac-icm
contamac_icm 0
wfc
appserv-http
appserv-https
sun-as-nodeagt
derby-repli
unify-debug 16
phrelay
phrelaydbg
cc-tracking
wired
tritium-can 5
lmcs
inst-discovery u
wsdl-event t
hislip t
socp-t u
socp-c u
wmlserver t
hivestor
abbs
xcap-portal 3t
xcap-control t
lyskom 5
radmin-port 5
hfcs
flr-agent t
flr_agent 0t
magiccontrol t
lutap 10t
lutcp t
bones
frcs t
an-signaling 21u
atsc-mh-ssc u
eq-office-4940 3
eq-office-4941
eq-office-4942
munin 7
sybasesrvmon
pwgwims
sagxtsds
dbsyncarbiter t
ccss-qmm 16
ccss-qsm
burp t
ctxs-vpp 9u
webyast 4t
gerhcs t
mrip
smar-se-port1
smar-se-port2
parallel
busycal
vrt
hfcs-manager 8
commplex-main
commplex-link
rfe
fmpro-internal
avt-profile-1 tud
avt-profile-2 tud
wsm-server
wsm-server-ssl
synapsis-edge
winfs
telelpathstart
telelpathattack
nsp
fmpro-v6
onpsocket u
fmwp t
zenginkyo-1 5
zenginkyo-2
mice
htuilsrv
scpi-telnet
scpi-raw
strexec-d
strexec-s
qvr t
infobright
dmp 2u
signacert-agent t
jtnetd-server t
jtnetd-status t
asnaacceler8db 8
swxadmin
lxi-evntsvc
osp t
vpm-udp u
iscape u
texai t
ivocalize
mmcc
ita-agent
ita-manager
rlm t
rlm-disc 0u
rlm-admin t
unot
intecom-ps1
intecom-ps2
locus-disc u
sds
sip tus
sips tus
na-localise
csrpc t
ca-1
ca-2
stanag-5066
authentx
bitforestsrv t
i-net-2000-npr
vtsas
powerschool
ayiya
tag-pm
alesquery
pvaccess t
pixelpusher 3u
cp-spxrpts u
onscreen
sdl-ets
qcp
qfp
llrp
encrypted-llrp
aprigo-cs t
biotic t
car 3s
cxtp s
magpie u
sentinel-lm
hart-ip
sentlm-srv2srv 5
socalia
talarian-tcp t
talarian-udp 0u
oms-nonsecure
actifio-c2c t
tinymessage u
hughes-ap u
actifioudsagent t
actifioreplic t
taep-as-svc 4
pm-cmdsvr
ev-services 2t
autobuild t
emb-proj-cmd u
gradecam t
barracuda-bbs 3
nbt-pc 13
ppactivation t
erp-scale t
minotaur-sa u
ctsd
rmonitor-secure 8
rmonitor_secure 0
social-alarm t
atmp 4
esri-sde
esri_sde 0
sde-discovery
bzflag 2
asctrl-agent
rugameonline t
mediat t
snmpssh 4t
snmpssh-trap t
sbackup t
vpa t
vpa-disc 0u
ife-icorp
ife_icorp 0
winpcs
scte104
scte30
pcoip-mgmt 4t
aol 18
aol-1
aol-2
aol-3
cpscomm t
ampl-lic t
ampl-tableproxy t
tunstall-lwp t
targus-getdata 3
targus-getdata1
targus-getdata2
targus-getdata3
nomad 6t
noteza 6ts
3exmp 6t
xmpp-client t
hpvirtgrp
hpvirtctrl
hp-server
hp-status
perfd
hpvroom t
jaxflow t
jaxflow-data t
crusecontrol t
csedaemon t
enfs t
eenet
galaxy-network
padl2sim
mnet-discovery
attune 5t
xycstatus t
downtools 2t
downtools-disc 0u
capwap-control u
capwap-data u
caacws
caaclang2
soagateway
caevms
movaz-ssc
kpdp t
logcabin t
3com-njack-1 10
3com-njack-2
xmpp-server 4t
cartographerxmp
cuelink t
cuelink-disc 0u
pk
xmpp-bosh 8t
undo-lm t
transmit-port
presence 16
nlg-data
hacl-hb
hacl-gs
hacl-cfg
hacl-probe
hacl-local
hacl-test
sun-mc-grp
sco-aip
cfengine
jprinter
outlaws
permabit-cs 2
rrdp
opalis-rbt-ipc
hacl-poll
hpbladems t
hpdevms t
pkix-cmc t
bsfserver-zn 2t
bsfsvr-zn-ssl t
kfserver 22
xkotodrcp
stun-behaviors 5
stuns 0
turns 0
pcp-multicast u
pcp u
dns-llq
mdns
mdnsresponder
llmnr
ms-smlbiz
wsdapi
wsdapi-s
ms-alerter
ms-sideshow
ms-s-sideshow
serverwsd2
net-projection
kdnet u
stresstester 33
elektron-admin
securitychase
excerpt
excerpts
mftp
hpoms-ci-lstn
hpoms-dps-lstn
netsupport
systemics-sox
foresyte-clear
foresyte-sec
salient-dtasrv
salient-usrmgr
actnet
continuus
wwiotalk
statusd
ns-server
sns-gateway
sns-agent
mcntp
dj-ice
cylink-c
netsupport2
salient-mux
virtualuser
beyond-remote
br-channel
devbasic
sco-peer-tta
telaconsole
base
radec-corp
park-agent
postgresql
pyrrho
sgi-arrayd
sceanics
pmip6-cntl u
pmip6-data u
spss 6
smbdirect 2ts
tiepie 5t
tiepie-disc 0u
surebox 3
apc-5454
apc-5455
apc-5456
silkmeter 5
ttl-publisher
ttlpriceproxy
quailnet
netops-broker
apsolab-col 5t
apsolab-cols t
apsolab-tag t
apsolab-tags t
apsolab-rpc u
apsolab-data t
fcp-addr-srvr1 25
fcp-addr-srvr2
fcp-srvr-inst1
fcp-srvr-inst2
fcp-cics-gw1
checkoutdb
amc
psl-management t
matter 33
qftest-licserve 3t
cbus 7t
sgi-eventmond 3
sgi-esphttp
personal-agent
freeciv
farenet t
dp-bura 8t
westec-connect t
dof-dps-mc-sec
sdt
rdmnet-ctrl t
rdmnet-device 0u
sdmmp 4
lsi-bobcat t
ora-oap t
fdtracks 4t
tmosms0
tmosms1
fac-restore
tmo-icon-sync
bis-web
bis-sync
att-mt-sms t
ininmessaging 11
mctfeed
esinstall
esmmanager
esmagent
a1-msc
a1-bs
a3-sdunode
a4-sdunode
efr 13t
ninaf 9
htrust
symantec-sfdb
precise-comm
pcanywheredata
pcanywherestat
beorl
xprtld
sfmsso t
sfm-db-server t
cssc t
flcrs t
ics t
vfmobile 7t
nrpe 20t
filemq 4t
zre-disc 0u
amqps
amqp tus
jms
hyperscsi-port
v5ua tus
raadmin
questdb2-lnchr
rrac
dccm
auriga-router
ncxcp
brightcore u
coap
coaps
gog-multiplayer 3u
ggz
qmvideo
rbsystem 4t
kmip 3t
supportassist 4t
storageos 5t
proshareaudio 8
prosharevideo
prosharedata
prosharerequest
prosharenotify
dpm
dpm-agent
ms-licensing
dtpt
msdfsr
omhs
omsdk
ms-ilm t
ms-ilm-sts t
asgenf t
io-dist-data t
io-dist-group 0u
openmail
unieng
ida-discover1 11
ida-discover2
watchdoc-pod
watchdoc
fcopy-server
fcopys-server
tunatic
tunalyzer
rscd 2
openmailg 5
x500ms 2
openmailns 9
s-openmail
openmailpxy
spramsca
spramsd
netagent
starfield-io 6
vts-rpc 3t
3par-evts
3par-mgmt
3par-mgmt-ssl
ibar u
3par-rcopy
cisco-redu u
waascluster u
xtreamx 6
spdp u
enlabel-dpl 4t
icmpd 15
spt-automation
autopassdaemon 6t
shiprush-d-ch 21t
reversion t
wherehoo 17
ppsuitemsg 4
diameters 5ts
jute 15t
rfb 17
ff-ice 3tus
ag-swim tus
asmgcs tus
rpas-c2 tus
dsd tus
ipsma tus
agma tus
ats-atn
cm 0s
ats-acars
cpdlc 0s
ais-met
fis 0s
ads-c s
aoc-acars 0
ipsdtls tus
indy 49
mppolicy-v5 5
mppolicy-mgr
couchdb 15
wsman
wsmans
wbem-rmi
wbem-http
wbem-https
wbem-exp-https
nuxsl
consul-insight
cim-rs t
rms-agent t
cvsup 5
ndl-ahp-svc 65
winpharaoh
ewctsp
gsmp-ancp 2t
trip
messageasap
ssdtp
diagnose-proc
directplay8
max
dpm-acm t
msft-dpm-cert t
iconstructsrv t
gue 3u
geneve u
p25cai u
miami-bcast u
reload-config t
konspire2b
pdtp
ldss
doglms t
doglms-notify 0u
raxa-mgmt 11t
synchronet-db
synchronet-rtc
synchronet-upd
rets
dbdb
primaserver
mpsserver
etc-control
sercomm-scadmin
globecast-id
softcm
spc
dtspcd
dayliteserver t
wrspice t
xic t
xtlserv t
daylitetouch t
tipc u
spdy 3t
bex-webadmin
backup-express
pnbs
damewaremobgtwy 6t
nbt-wol 3
pulsonixnls 7
meta-corp
aspentec-lm
watershed-lm
statsci1-lm
statsci2-lm
lonewolf-lm
montage-lm
ricardo-lm
tal-pod
efb-aci 10t
ecmp t
ecmp-data 0u
patrol-ism
patrol-coll
pscribe
lm-x 37
thermo-calc u
qmtps 8
radmind 13
jeol-nsddp-1 19u
jeol-nsdtp-1 0t
jeol-nsddp-2 u
jeol-nsdtp-2 0t
jeol-nsddp-3 u
jeol-nsdtp-3 0t
jeol-nsddp-4 u
jeol-nsdtp-4 0t
tl1-raw-ssl 7
tl1-ssh
crip
gld 14t
grid
grid-alt
bmc-grx 31
bmc-ctd-ldap
bmc_ctd_ldap 0
ufmp 5
scup 9t
scup-disc 0u
abb-escp
nav-data u
nav-data-cmd 0t
iona-data t
repsvc 2
emp-server1
emp-server2
hrd-ncs 2t
hrd-ns-disc 0u
dt-mgmtsvc t
dt-vra t
sflow 17
streletz t
gnutella-svc 2
gnutella-rtr
adap 3
pmcs 5
metaedit-mu 5
ndn 3u
metaedit-se 7
redis 9t
metatude-mds 3
clariion-evr01 7
metaedit-ws
faxcomservice 27
syserverremote t
svdrp t
svdrp-disc 0u
nim-vdrshell
nim-wan
pgbouncer 11t
heliosd 8t
tarp 2t
sun-sr-https
sge-qmaster
sge_qmaster 0
sge-execd
sge_execd 0
mysql-proxy
skip-cert-recv 9
skip-cert-send
ieee11073-20701 8
lvision-lm 7
sun-sr-http 9
servicetags
ldoms-mgmt
SunVTS-RMI
sun-sr-jms
sun-sr-iiop
sun-sr-iiops
sun-sr-iiop-aut
sun-sr-jmx
sun-sr-admin
boks 11
boks-servc
boks_servc 0
boks-servm
boks_servm 0
boks-clntd
boks_clntd 0
badm-priv 2
badm_priv 0
badm-pub
badm_pub 0
bdir-priv
bdir_priv 0
bdir-pub
bdir_pub 0
mgcs-mfp-port
mcer-port
dccp-udp u
netconf-tls 2t
syslog-tls tud
elipse-rec
lds-distrib 28
lds-dump
apc-6547 3
apc-6548
apc-6549
fg-sysupdate
sum
checkmk-agent 5t
xdsxdm 2
sane-port 8
canit-store 2t
canit_store 0t
rp-reputation 0u
affiliate 11
parsec-master
parsec-peer
parsec-game
joaJewelSuite
mshvlm 17t
mstmg-sstp t
wsscomfrmwk t
odette-ftps 17
kftp-data
kftp
mcftp
ktelnet
datascaler-db t
datascaler-ctl t
wago-service
nexgen
afesc-mc
nexgen-aux
mxodbc-connect 3t
cisco-vpath-tun u
mpls-pm u
mpls-udp u
mpls-udp-dtls u
ovsdb 4t
openflow 13
pcs-sf-ui-man 2t
emgmsg t
palcom-disc u
vocaltec-gold 13
p4p-portal
vision-server
vision_server 0
vision-elmd
vision_elmd 0
vfbp 5t
vfbp-disc 0u
osaut
clever-ctrace 8t
clever-tcpip t
tsa
cleverdetect t
babel 6u
ircs-u t
babel-dtls 2u
kti-icad-srvr 2
e-design-net
e-design-web
frc-hp s
frc-mp s
frc-lp s
ibprotocol 8
fibotrader-com
princity-agent t
bmc-perf-agent 51
bmc-perf-mgrd
adi-gxp-srvprt
plysrv-http
plysrv-https
ntz-tracker 6t
ntz-p2p-storage t
bfd-lag 6u
dgpf-exchg
smc-jmx
smc-admin
smc-http
radg t
hnmp
hnm
acnet 10
pentbox-sim 16t
ambit-lm 14
netmo-default 10
netmo-http
iccrushmore 8
acctopus-cc 18t
acctopus-st 0u
muse 20
rtimeviewer 12t
jetstream t
split-ping 23
ethoscan 11
xsmsvc
bioserver 10
otlp 5
jmact3 10
jmevt2
swismgr1
swismgr2
swistrap
swispol
acmsoda 3
conductor t
conductor-mpx 0s
qolyester 10u
MobilitySrv 17
iatp-highpri
iatp-normalpri
afs3-fileserver
afs3-callback
afs3-prserver
afs3-vlserver
afs3-kaserver
afs3-volser
afs3-errors
afs3-bos
afs3-update
afs3-rmtsys
ups-onlinet
talon-disc
talon-engine
microtalon-dis
microtalon-com
talon-webserver
spg
grasp
fisa-svc t
doceri-ctl t
doceri-view 0u
dpserve
dpserveadmin
ctdp
ct2nmcs
vmsvc
vmsvc-2
loreji-panel t
op-probe 4
iposplanet t
quest-disc 9u
arcp 30
iwg1
iba-cfg t
iba-cfg-disc 0u
martalk t
empowerid 7
zixi-transport 8u
jdp-disc 7u
lazy-ptop 4
font-service
elcn
aes-x170 6u
rothaga 10t
virprot-lm 4
snif 2t
scenidm 5
scenccs
cabsm-comm 32
caistoragemgr
cacsambroker
fsr
doc-server
aruba-server
casrmagent t
cnckadserver t
ccag-pib
nsrp
drm-production
metalbend t
zsecure t
clutild
janus-disc 7u
fodms 19
dlip
pon-ictp t
PS-Server 13t
PS-Capture-Pro t
ramp 11
citrixupp t
citrixuppg t
asa-gateways 5t
aspcoordination u
display t
pads t
frc-hicp 7t
frc-hicp-disc 0u
cnap 18
watchme-7272 10
oma-rlp
oma-rlp-s
oma-ulp
oma-ilp
oma-ilp-s
oma-dcdocbs
ctxlic
itactionserver1
itactionserver2
mzca-action t
mzca-alert 0u
genstat t
lcm-server 82
mindfilesys 26
mrssrendezvous
nfoldman
fse
winqedit
hexarc 2
rtps-discovery 3
rtps-dd-ut
rtps-dd-mt
ionixnetmon 8
daqstream
ipluminary 9u
mtportmon
pmdmgr 5
oveadmgr
ovladmgr
opi-sock
xmpv7
pmd
faximum 6
oracleas-https 6
sttunnel 28t
rise 2
neo4j t
openit 4t
telops-lmd 13
silhouette 9
ovbus
adcp 7t
acplt t
ovhpas
pafec-lm
saratoga 31
atul
nta-ds
nta-us
cfs
cwmp
tidp
nls-tl
cloudsignaling u
controlone-con t
sncp 9
cfw 3t
vsi-omega 3
dell-eql-asm 3t
aries-kfinder
coherence 4t
coherence-disc 0u
wtmi-panel t
sun-lm 13
mipi-debug 18
indi 18
simco 2ts
soap-http
zen-pawn
xdas
hawk t
tesla-sys-msg t
pmdfmgt 2
cuseeme 15
rome 15
authoritygate 5t
imqstomp 4t
imqstomps t
imqtunnels
imqtunnel
imqbrokerd
sun-user-https
ms-do 3
dmt 3t
bolt 4t
collaber 2
sovd t
klio 7
em7-secom 3t
nfapi s
sync-em7 6
scinet
medimageportal 12
nsdeepfreezectl 4
nitrogen
freezexservice
trident-data
osvr tus
smip 6
aiagent 4
scriptview 3
msss t
sstp-1
raqmon-pdu
prgp 3
inetfs 28t
cbt 2
interwise
vstat
accu-lmgr 2
s-bfd 3u
minivend 2
popup-reminders
office-tools 2
q3ade 5
pnet-conn 3
pnet-enc
altbsdp
asr
ssp-client
vns-tp u
rbt-wanopt 8
apc-7845 35
apc-7846
csoauth t
mobileanalyzer 22t
rbt-smc t
mdm t
mipv6tls u
owms 6t
pss 2
ubroker 7
mevent 13
tnos-sp
tnos-dp
tnos-dps
qo-secure 10
t2-drm 19
t2-brm
generalsync 29
supercell 5
micromuse-ncps 12
quest-vista
sossd-collect t
sossd-agent t
sossd-disc 0u
pushns 15t
usicontentpush u
irdmi2
irdmi
vcom-tunnel
teradataordbms
mcreport
p2pevolvenet t
mxi
wpl-analytics t
wpl-disc 0u
warppipe
http-alt
nvme-disc t
cfg-cloud 6t
ads-s t
cisco-cloudsec u
qbdb 2
intu-ec-svcdisc
intu-ec-client
oa-system
arca-api
ca-audit-da 2
ca-audit-ds
papachi-p2p-srv
pro-ed 5
mindprint
vantronix-mgmt
ampify 6
enguity-xccetp
fs-agent t
fs-server t
fs-mgmt t
rocrail 7t
senomix01
senomix02
senomix03
senomix04
senomix05
senomix06
senomix07
senomix08
aero u
nikatron-dev t
toad-bi-appsrvr 5t
infi-async t
ucs-isc 3t
gadugadu 4
http-alt 6
sunproxyadmin
us-cli
us-srv
websnp t
d-s-n 2
simplifymedia
radan-http
opsmessaging 2t
jamlink t
sac 6
xprint-server 3
ldoms-migr t
kz-migr t
skynetflow 9u
mtl8000-matrix 4
cp-cluster
purityrpc t
privoxy
apollo-data 3
apollo-admin
paycash-online 6
paycash-wbp
indigo-vrmi
indigo-vbcp
dbabble
puppet 8t
isdd 8
eor-game u
quantastor 4t
patrol 7
patrol-snmp
lpar2rrd t
intermapper 19t
vmware-fdm
proremote t
itach
gcp-rphy 6t
limnerpressure t
spytechphone
blp1 2
blp2
vvr-data 4
trivnet1
trivnet2
aesop u
lm-perfworks 2
lm-instmgr
lm-dta
lm-sserver
lm-webwatcher
aruba-papi 3u
rexecj 19
hncp-udp-port u
hncp-dtls-port u
synapse-nhttps 11
espeasy-p2p 23u
robot-remote 4t
ms-mcc 6
synapse-nhttp 4
libelle 2t
libelle-disc 0u
blp3 10
hiperscan-id t
blp4
tmi 6
amberon
hub-open-net 12t
tnp-discover 7
tnp
garmin-marine
server-find 29
cruise-enum 25
cruise-swroute
cruise-config
cruise-diags
cruise-update
m2mservices 3
marathontp u
cvd 16
sabarsd
abarsd
admind
svcloud t
svbackup t
dlpx-sp 10t
espeech
espeech-rtp
aritts 6t
pgbackrest 9t
aws-as2 u
cybro-a-bus 9
pcsync-https
pcsync-http
copy t
copy-disc 0u
matrix-fed 3t
npmp 2
nexentamv 7t
cisco-avp 13t
pim-port ts
otv
vp2p
noteshare
fmtp 26
cmtp-av u
cmtp-mgt 0t
ftnmtp t
lsp-self-ping u
rtsp-alt 51
d-fence
dof-tunnel 12
asterix 33
canon-cpp-disc 9u
canon-mfnp
canon-bjnp1
canon-bjnp2
canon-bjnp3
canon-bjnp4
imink t
monetra 50t
monetra-admin t
spartan 2t
msi-cps-rm 7t
msi-cps-rm-disc 0u
sun-as-jmxrmi 11
openremote-ctrl 2t
vnyx 11t
semi-grpc 11t
nvc t
dtp-net 21u
ibus
dey-keyneg 17t
mc-appserver 13
openqueue
ultraseek-http
amcs
core-of-source t
sandpolis t
oktaauthenticat t
dpap
uec 8t
msgclnt 8
msgsrvr
acd-pm 6
sunwebadmin 7
truecm 4
pfcp u
hes-clip 2u
ssports-bcast u
3gpp-monp u
dxspider 64
cddbp-alt 7
galaxy4d t
secure-mqtt 2
ddi-tcp-1 5t
ddi-udp-1 0u
ddi-tcp-2 t
ddi-udp-2 0u
ddi-tcp-3 t
ddi-udp-3 0u
ddi-tcp-4 t
ddi-udp-4 0u
ddi-tcp-5 t
ddi-udp-5 0u
ddi-tcp-6 t
ddi-udp-6 0u
ddi-tcp-7 t
ddi-udp-7 0u
ospf-lite 5
jmb-cds1
jmb-cds2
dpp 7t
manyone-http 2
manyone-xml
wcbackup
dragonfly
twds 24t
ub-dns-control 16t
cumulus-admin
nod-provider 26
nod-client u
sunwebadmins 8
http-wmap
https-wmap
oracle-ms-ens 6t
canto-roboflow t
bctp
cslistener
etlservicemgr
dynamid
golem 3t
ogs-client 2u
ogs-server t
pichat
sdr t
d-star u
tambora 9
panagolin-ident
paragent
swa-1
swa-2
swa-3
swa-4
versiera 24t
fio-cmgmt t
CardWeb-IO 9t
CardWeb-RT 0u
glrpc 20
cisco-aqos u
lcs-ap s
emc-pp-mgmtsvc t
aurora tus
ibm-rsyscon
net2display
classic
sqlexec
sqlexec-ssl
websm
xmltec-xmlmail
XmlIpcRegSvc
copycat t
hp-pdl-datastr 7
pdl-datastream 0
bacula-dir
bacula-fd
bacula-sd
peerwire
xadmin
astergate t
astergate-disc 0u
astergatefax t
hexxorecore 4
mxit 8
grcmp 3t
grcp t
dddp 8
apani1 29
apani2
apani3
apani4
apani5
sun-as-jpda 27
wap-wsp 9
wap-wsp-wtp
wap-wsp-s
wap-wsp-wtp-s
wap-vcard
wap-vcal
wap-vcard-s
wap-vcal-s
rjcdb-vcards
almobile-system
oma-mlp
oma-mlp-s
serverviewdbms
serverstart
ipdcesgbs
insis
acme
fsc-port
teamcoherence 5
mon 33
traingpsdata 22u
pegasus
pegasus-ctl
pgps
swtp-port1
swtp-port2
callwaveiam
visd
n2h2server
n2receive u
cumulus
armtechdaemon 5
storview
armcenterhttp
armcenterhttps
vrace 5
sphinxql 6t
sapms 4t
sphinxapi 2t
secure-ts 6
guibase 3
gnmi-gnoi 18t
gribi t
mpidcmgr 3
mphlpdmc
rancher t
ctechlicensing
fjdmimgr 28
boxp 6
d2dconfig 7t
d2ddatatrans t
adws t
otp t
fjinvmgr 6
mpidcagt
sec-t4net-srv 3
sec-t4net-clt
sec-pc2fax-srv
git 16
tungsten-https 25
wso2esb-console
mindarray-ca t
sntlkeyssrvr 5
ismserver 50
sma-spw 22u
mngsuite 13
laes-bf
trispen-sra 19
p4runtime 4t
ldgateway 33
cba8
msgsys
pds
mercury-disc
pd-admin
vscp
robix
micromuse-ncpw
streamcomm-ds 12
iadt-tls 2t
erunbook-agent 2t
erunbook_agent 0t
erunbook-server t
erunbook_server 0t
condor
odbcpathway 10
uniport
peoctlr t
peocoll t
mc-comm u
pqsflows 8t
zoomcp 26t
xmms2
tec5-sdctp
client-wakeup 26
ccnx
board-roar 5
l5nas-parchan 47
board-voip 3
rasadv 3
tungsten-http 9
davsrc 38
sstp-2
davsrcs
sapv1 73
sd t
x510 t
kca-service u
cyborg-systems 10
gt-proxy
monkeycom 9
sctp-tunneling u
iua tus
enrp u
enrp-sctp 0s
enrp-sctp-tls s
multicast-ping u
domaintime 6
sype-transport 2
xybrid-cloud 14t
apc-9950 25
apc-9951
apc-9952
acis
hinp t
alljoyn-mcm u
alljoyn-stm 0t
alljoyn u
odnsp 10
xybrid-rt 12t
visweather t
pumpkindb 2t
dsm-scm-target 6
nsesrvr t
osm-appsrvr 2
osm-oev
palace-1
palace-2
palace-3
palace-4
palace-5
palace-6
distinct32
distinct
ndmp
scp-config
documentum
documentum-s
documentum_s 0
emcrmirccd t
emcrmird t
netapp-sync t
mvs-capacity
octopus
swdtp-sv
rxapi t
abb-hw 10t
cefd-vmp 3u
zabbix-agent 27
zabbix-trapper
qptlmd 4t
amanda 25
famdc
itap-ddtp 19
ezmeeting-2
ezproxy-2
ezrelay
swdtp
bctp-server 3
nmea-0183 3
nmea-onenet u
netiq-endpoint 2
netiq-qcheck
netiq-endpt
netiq-voipa
iqrm
cimple 8t
bmc-perf-sd 3
bmc-gms t
qb-db-server 31
snmpdtls u
snmptls 0t
snmpdtls-trap u
snmptls-trap 0t
trisoap 38
rscs u
rsms 0t
apollo-relay 51
eapol-relay u
axis-wimp-port 7
tile-ml t
blocks 27
bngsync 151u
cirrossp 4t
hip-nat-t 57u
MOS-lower 40
MOS-upper
MOS-aux
MOS-soap
MOS-soap-opt
serverdocs 4t
printopia 83t
gap 169
lpdg 5
nbd 4t
nmc-disc u
helix 50
bveapi 20
octopustentacle 53t
rmiaux 57
irisa 10
metasys
weave 94
origo-sync 8t
netapp-icmgmt t
netapp-icdata t
sgi-lk
myq-termlink 2u
sgi-dmfmgr t
sgi-soap t
vce
dicom
suncacao-snmp 49
suncacao-jmxmp
suncacao-rmi
suncacao-csa
suncacao-websvc
snss 6u
oemcacao-jmxmp t
t5-straton t
oemcacao-rmi t
oemcacao-websvc t
smsqp 26
dcsl-backup t
wifree 6
memcache 3
xcompute 24ts
imip 84
imip-channels
arena-server
atm-uhas 46
hkp 4
lsdp 59u
asgcypresstcps 59t
tempest-port 111
emc-xsw-dconfig 23t
h323callsigalt 97
emc-xsw-dcache 3
intrepid-ssl 28
lanschool 45t
lanschool-mpt 0u
xoraya 80
x2e-disc u
sysinfo-sp 90
tibsd 4t
wmereceiving 26s
wmedistribution s
wmereporting s
entextxid
entextnetwk
entexthigh
entextmed
entextlow
dbisamserver1
dbisamserver2
accuracer
accuracer-dbms
ghvpn u
edbsrvr t
vipera 2
vipera-ssl
rets-ssl 96
nupaper-ss 12
cawas 47
hivep 4
linogridengine 128
rads 2t
warehouse-sss 19
warehouse
italk 23
carb-repl-ctrl 201t
tsaf 207
netperf 112t
i-zipqd 295
bcslogc 56
rs-pias
emc-vcas-tcp t
emc-vcas-udp 0u
powwow-client 5
powwow-server
doip-data 176t
doip-disc 0u
bprd 320
bpdbm
bpjava-msvc
vnetd 2
bpcd 58
vopied
nbdb 2
nomdb
dsmcc-config 32
dsmcc-session
dsmcc-passthru
dsmcc-download
dsmcc-ccp
bmdss t
a-trust-rpc 9t
ucontrol 62
dta-systems 35
medevolve t
scotty-ft 70
sua tus
scotty-disc u
sage-best-com1 31
sage-best-com2
vcs-app 107
icpp
icpps t
gcm-app 2
vrts-tdd 4
vcscmd t
vad 4
cps 96
ca-web-update 164
xpra 86t
hde-lcesrvr-1 436
hde-lcesrvr-2
hydap 63
onep-tls 2t
v2g-secc 116u
xpilot 227
3link 18
cisco-snat 192
bex-xr 105
ptp 80
2ping 258u
programmar t
fmsas t
fmsascon t
gsms t
alfin u
jwpc 17t
jwpc-bin t
sun-sea-port 140
solaris-audit t
etb4j 147
pduncs
pdefmns
netserialext1 49
netserialext2
netserialext3 6
netserialext4
connected 16
rdgs t
xoms 234t
axon-tunnel 46t
vtp u
cadsisvr 123t
newbay-snc-mc 111
sgcip 50
intel-rci-mp 41
amt-soap-http
amt-soap-https
amt-redir-tcp
amt-redir-tls
isode-dua 12
ncpu 3t
vestasdlp 174t
soundsvirtual
chipper 34
avtp
avdecc
cpsp u
isa100-gci t
trdp-pd u
trdp-md
integrius-stp 9
ssh-mgmt
db-lsp 265t
db-lsp-disc 0u
ailith 55t
ea 174
zep 25
zigbee-ip
zigbee-ips
sw-orion 21t
biimenu 223
radpdf 104t
racf 32t
opsec-cvp 45
opsec-ufp
opsec-sam
opsec-lea
opsec-omi
ohsc
opsec-ela
checkpoint-rtm 54
iclid t
clusterxl t
gv-pf 19
ac-cluster 201
heythings 53u
rds-ib 118
rds-ip
vdmmesh 33t
vdmmesh-disc 0u
ique 101
infotos 112
apc-necmp 7
igrid 112
scintilla 7
j-link 13t
opsec-uaa 171
ua-secureagent 3
cora 26t
cora-disc 0u
keysrvr 63
keyshadow 32
mtrgtrans 83
hp-sco 12
hp-sca
hp-sessmon
fxuptp 127
sxuptp
jcp
mle 247u
faircom-db 2t
iec-104-sec 208t
dnp-sec tus
dnp tus
microsan
commtact-http
commtact-https
openwebnet 2
ss-idi-disc 7u
ss-idi t
opendeploy
nburn-id 20
nburn_id 0
tmophl7mts 12
mountd 2
nfsrdma tus
avesterra 8t
tolfab 110
ipdtp-port 35
ipulse-ics 20
emwavemsg 258
track 190
crtech-nlm 140t
athand-mmp 189
irtrans
notezilla-lan 10t
trinket-agent 202t
cohesity-agent t
aigairserver 8t
rdm-tfs 332t
dfserver
vofr-gateway 36
tvpm 210
sal t
webphone 44
netspeak-is
netspeak-cs
netspeak-acd
netspeak-cps
snapenetio 151
optocontrol
optohost002
optohost003
optohost004
optohost004
dcap 120t
gsidcap 3t
easyengine 94t
wnn6 51
cis 32
showcockpit-net 28
shrewd-control 2t
shrewd-stream 0u
cis-secure 8
wibukey 4
codemeter 3
codemeter-cmwan t
caldsoft-backup 186t
vocaltec-phone 18u
vocaltec-wconf 0t
talikaserver 208
aws-brf 37
brf-gw 151
inovaport1 49
inovaport2
inovaport3
inovaport4
inovaport5
inovaport6
gntp 48t
s102 219u
5afe-dir 22t
5afe-disc 0u
elxmgmt 39
novar-dbase 67
novar-alarm
novar-global
aequus 54t
aequus-alt t
areaguard-neo 89t
med-ltp 454
med-fsp-rx
med-fsp-tx
med-supp
med-ovw
med-ci
med-net-svc
filesphere 236
vista-4gl 7
ild 72
hid u
vrmg-ip t
intel-rci 63
intel_rci 0
tonidods 79
binkp 89
bilobit 23t
bilobit-update 0u
sdtvwcam 89t
canditv 10
flashfiler
proactivate
tcc-http 2
cslg 74t
assoc-disc 96u
find 72
icl-twobase1 78
icl-twobase2
icl-twobase3
icl-twobase4
icl-twobase5
icl-twobase6
icl-twobase7
icl-twobase8
icl-twobase9
icl-twobase10
db2c-tls 91t
rna 371s
sauterdongle 105t
idtp 28t
vocaltec-hos 189
tasp-net 107
niobserver
nilinkanalyst
niprobe
bf-game 51u
bf-master u
quake 45
scscp 133
wnn6-ds 75
cockroach 49t
ezproxy 3
ezmeeting
k3software-svr
k3software-cli
exoline-tcp 223t
exoline-udp 0u
exoconfig
exonet 2
flex-lmadmin 521t
chlenix 6t
mongodb t
imagepump 328
jesmsjc 97
kopek-httphead 62
ars-vista 278
astrolink 94t
tw-auth-key 123
nxlmd
pqsp t
gruber-cashreg 9t
thor-engine 70t
a27-ran-ran 39u
voxelstorm 81
siemensgsm 40
bosswave 349t
saltd-licensing 411t
sgsap 118s
otmp 49
sbcap s
iuhsctpassoc s
bingbang 830t
ndmps t
pago-services1
pago-services2
amicon-fpsu-ra
amicon-fpsu-s u
rwp 96ts
kingdomsonline 160
gs-realtime 140t
samsung-disc 432u
ovobs 167
ka-kdp 17u
ka-sddp 0t
autotrac-acp 4t
yawn 9u
eldim 308
pace-licensed 63t
xqosd 16
tetrinet 41
lm-mon 163
dsx-monitor 65t
dsx_monitor 0t
gamesmith-port 80
iceedcp-tx 183
iceedcp_tx 0
iceedcp-rx
iceedcp_rx 0
iracinghelper 85
t1distproc60 215
plex 151t
apm-link 83
sec-ntb-clnt 152
DMExpress
filenet-powsrm 131
filenet-tms
filenet-rpc
filenet-nch
filenet-rmi
filenet-pa
filenet-cm
filenet-re
filenet-pch
filenet-peior
filenet-obrok
mlsn 24
retp 10t
idmgratm 85
wg-endpt-comms 104t
mysqlx 60t
aurora-balaena 63
diamondport 208
dgi-serv 2t
speedtrace t
speedtrace-disc 0u
traceroute 100
mtrace u
snip-slave 221
digilent-adept 234t
turbonote-2 359
p-net-local 129
p-net-remote
dhanalakshmi 188t
edi_service 0u
profinet-rt 395
profinet-rtm
profinet-cm
ethercat 16
heathview 20t
rt-viewer
rt-sound t
rt-devicemapper t
rt-classmanager
rt-labtracker t
rt-helper t
axio-disc 94
kitim 254t
altova-lm t
altova-lm-disc 0u
guttersnex t
openstack-id t
allpeers 644
wlcp 410u
s1-control s
x2-control 10s
slmap s
nq-ap s
m2ap 19s
m3ap s
xw-control 18s
febooti-aw 62t
observium-agent 78t
mapx 98t
kastenxpipe 165
3gpp-w1ap 607s
neckar 3
gdrive-sync 8t
eftp 118t
unisys-eportal 53
ivs-database 346t
ivs-insertion t
cresco-control t
crescoctrl-disc 0u
galaxy7-data 199
fairview
agpolicy
ng-control 209s
xn-control 10s
e1-interface 40s
f1-control 10s
psqlmws 166t
sruth 162t
secrmmsafecopya 65t
vroa 198t
turbonote-1 618
safetynetp 319
k-patentssensor 23u
sptx 381t
cscp 437
csccredir
csccfirewall
ortec-disc 10u
fs-qos 258
tentacle 10t
z-wave-s 109
crestron-cip 564
crestron-ctp
crestron-cips t
crestron-ctps t
candp 711
candrp
caerpc
curiosity 489t
recvr-rc t
recvr-rc-disc 0u
reachout 188
ndm-agent-port
ip-provision
noit-transport t
shaperai 19t
shaperai-disc 0u
hmip-routing 228u
eq3-config u
eq3-update 0t
ew-disc-cmd u
ew-mgmt 0t
ciscocsdb
z-wave-tunnel 682t
pmcd 198
pmcdproxy
pmwebapi t
cognex-dataman 121t
acronis-backup t
domiq 99u
rbr-debug 9
asihpi 47u
EtherNet-IP-2 218
EtherNet/IP-2 0
m3da 82t
m3da-disc 0u
asmp 100t
asmp-mon 0u
asmps t
rs-status t
synctest 43t
invision-ag 9
witsnet 131
cloudcheck 329t
cloudcheck-ping 0u
eba 164
dai-shell 146t
qdb2service
ssr-servermgr 141
inedo 370t
spremotetablet 662t
mediabox
mbus
winrm t
jvl-mactalk 99u
dbbrowse 457
directplaysrvr 67
ap 182
bacnet 2
presonus-ucnet u
nimcontroller 191
nimspooler
nimhub
nimgtw
nimbusdb t
nimbusdbctrl t
juka 43t
3gpp-cbsp t
weandsf t
isnetserv 78
blp5
com-bardac-dw 427
iqobject 63
robotraconteur 34
matahari 347t
nusdp-disc u
nusrp 0t
inspider 149t
`;
