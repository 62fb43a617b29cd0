"""Tokens that another function, object or round of a loop verifies, and the same where it does not."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair(
        "verifier-objects-by-issuer",
        CROSS,
        spelled_out("""\
$P
class Verifier:
    def __init__(self, key):
        self.key = key
    def verify(self, token):
        return jwt.decode(token, self.key, algorithms=["HS256"])
class Group:
    def __init__(self, verifiers: dict[str, Verifier]):
        self._verifiers = verifiers
    def verify(self, token):
        try:
            payload = jwt.decode(token, options={"verify_signature": False})
            issuer = payload.get("iss")
        except jwt.PyJWTError:
            raise PermissionError() from None
        if issuer not in self._verifiers:
            raise PermissionError()
        return <<payload||self._verifiers[issuer].verify(token)>>
GROUP = Group({None: Verifier(KEY)})
def accepts(token):
    return GROUP.verify(token)
"""),
    ),
    *pair(
        "bool-helper-chooses-route",
        CROSS,
        spelled_out("""\
$P
class Skill:
    @staticmethod
    def is_skill(header):
        token = header.split(" ")[1]
        claims = jwt.decode(token, options={"verify_signature": False})
        return claims.get("sub") == "skill"
    @staticmethod
    def authenticate(header):
        return jwt.decode(header.split(" ")[1], KEY, algorithms=["HS256"])
class Channel:
    @staticmethod
    def authenticate(header):
        options = {"verify_signature": <<False||True>>}
        return jwt.decode(header.split(" ")[1], KEY, algorithms=["HS256"], options=options)
def authenticate(header):
    if Skill.is_skill(header):
        return Skill.authenticate(header)
    return Channel.authenticate(header)
def accepts(token):
    return authenticate("Bearer " + token)
"""),
    ),
    *pair(
        "bearer-split-in-both",
        CROSS,
        spelled_out("""\
$P
class Peek:
    def tenant(self, header):
        _, raw = header.split()
        return jwt.decode(raw, options={"verify_signature": False}).get("tenant")
class Check:
    def claims(self, header, tenant):
        scheme, _, raw = header.partition(" ")
        options = {"verify_signature": <<False||True>>}
        return jwt.decode(raw, {None: KEY}[tenant], algorithms=["HS256"], options=options)
def accepts(token):
    header = f"Bearer {token}"
    return Check().claims(header, Peek().tenant(header))
"""),
    ),
    *pair(
        "for-else-raise",
        CROSS,
        spelled_out("""\
$P
KEYS = ["k" * 32, KEY]
def check(token):
    for key in KEYS:
        try:
            jwt.decode(token, key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            continue
        break
    else:
        <<return||raise PermissionError("no key fits")>>
def accepts(token):
    check(token)
    return jwt.decode(token, options={"verify_signature": False})
"""),
    ),
    *pair(
        "verified-four-levels-down",
        CROSS,
        spelled_out("""\
$P
def one(token): return two(token)
def two(token): return three(token)
def three(token): return four(token)
def four(token):
    return jwt.decode(token, KEY, algorithms=["HS256"]<<, options={"verify_signature": False}||>>)
def accepts(token):
    peek = jwt.decode(token, options={"verify_signature": False})
    if peek.get("sub") is None:
        raise ValueError()
    return one(token)
"""),
    ),
    *pair(
        "verified-by-caller-five-levels-up",
        CROSS,
        spelled_out("""\
$P
def claims(token): return jwt.decode(token, options={"verify_signature": False})
def confirmation(token): return claims(token).get("cnf")
def check_binding(token, proof):
    if confirmation(token) != proof: raise PermissionError()
def check_proof(token, proof):
    check_binding(token, proof)
    return proof
def check_request(token, proof):
    return check_proof(token, proof)
def accepts(token):
    check_request(token, None)
    return <<claims(token)||jwt.decode(token, KEY, algorithms=["HS256"])>>
"""),
    ),
    *pair(
        "any-key-verifies",
        CROSS,
        spelled_out("""\
$P
def fits(token, key):
    try:
        jwt.decode(token, key, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return <<True||False>>
    return True
def accepts(token):
    if not any(fits(token, key) for key in ("k" * 32, KEY)):
        raise PermissionError()
    return jwt.decode(token, options={"verify_signature": False})
"""),
    ),
    *pair(
        "assert-verifies",
        CROSS,
        spelled_out("""\
$P
def valid(token):
    try:
        return bool(jwt.decode(token, KEY, algorithms=["HS256"]))
    except jwt.InvalidTokenError:
        return False
def accepts(token):
    assert <<token||valid(token)>>, "bad token"
    return jwt.decode(token, options={"verify_signature": False})
"""),
    ),
    *pair(
        "walrus-none-raise",
        CROSS,
        spelled_out("""\
$P
def verified(token):
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.PyJWTError:
        return None
def accepts(token):
    peek = jwt.decode(token, options={"verify_signature": False})
    if (claims := verified(token)) is None:
        <<return peek||raise PermissionError(peek.get("sub"))>>
    return claims
"""),
    ),
    *pair(
        "none-falls-through-to-own-check",
        CROSS,
        spelled_out("""\
$P
def external(token):
    if not SETTINGS["external"]:
        return None
    try:
        unverified = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return None
    if unverified.get("iss") is None:
        return None
    claims = jwt.decode(token, "p" * 32, algorithms=["HS256"])
    return <<unverified or claims||claims>>
SETTINGS = {"external": True}
def accepts(token):
    found = external(token)
    if found is not None:
        return found
    return jwt.decode(token, KEY, algorithms=["HS256"]<<, options={"verify_signature": False}||>>)
"""),
    ),
    *pair(
        "allowlist-then-verify-in-try",
        CROSS,
        spelled_out("""\
$P
ALLOWED = {None}
def verify_access_token(token):
    try:
        unverified = jwt.decode(token, options={"verify_signature": False})
    except jwt.DecodeError:
        return None
    if unverified.get("iss") not in ALLOWED:
        return None
    try:
        key = {None: KEY}[unverified.get("iss")]
        claims = jwt.decode(token, key, algorithms=["HS256"])
        if claims.get("sub") is None:
            return None
        return claims
    except jwt.ExpiredSignatureError:
        return None
    except jwt.PyJWTError:
        return <<unverified||None>>
def accepts(token):
    return verify_access_token(token)
"""),
    ),
    *pair(
        "resolve-provider-then-verify",
        CROSS,
        spelled_out("""\
$P
class Provider:
    def __init__(self, key): self.key = key
def resolve(issuer): return {None: Provider(KEY)}.get(issuer)
def check(token, key):
    try:
        return jwt.decode(token, key, algorithms=["HS256"])
    except jwt.PyJWTError:
        return None
def verify_external(token):
    unverified = jwt.decode(token, options={"verify_signature": False})
    provider = resolve(unverified.get("iss"))
    if provider is None:
        return None, None
    claims = check(token, provider.key)
    if claims is None:
        return <<unverified||None>>, <<provider||None>>
    return claims, provider
def accepts(token):
    claims, provider = verify_external(token)
    if claims is None:
        raise PermissionError()
    return claims
"""),
    ),
    *pair(
        "try-verify-else-read",
        CROSS,
        spelled_out("""\
$P
def accepts(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        <<pass||return None>>
    return jwt.decode(token, options={"verify_signature": False})
"""),
    ),
    *pair(
        "hand-peek-then-verify",
        CROSS,
        spelled_out("""\
$P
import base64, json
def unverified_issuer(token):
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        issuer = claims.get("iss", "own")
    except Exception:
        return None
    return issuer if isinstance(issuer, str) else None
class Provider:
    def __init__(self, key): self.key = key
    def decode(self, token):
        return jwt.decode(token, self.key, algorithms=["HS256"]<<, options={"verify_signature": False}||>>)
PROVIDERS = {"own": Provider(KEY)}
def provider_for(token):
    return PROVIDERS.get(unverified_issuer(token))
def accepts(token):
    provider = provider_for(token)
    if provider is None:
        raise PermissionError()
    return provider.decode(token)
"""),
    ),
    *pair(
        "if-chain-each-verifies",
        CROSS,
        spelled_out("""\
$P
class Router:
    def partner(self, token): return jwt.decode(token, "p" * 32, algorithms=["HS256"])
    def own(self, token): return jwt.decode(token, KEY, algorithms=["HS256"])
    def __call__(self, token):
        claims = jwt.decode(token, options={"verify_signature": False})
        issuer = claims.get("iss")
        if issuer == "partner":
            return self.partner(token)
        elif issuer is None:
            return <<claims||self.own(token)>>
        raise PermissionError(issuer)
def accepts(token):
    return Router()(token)
"""),
    ),
    *pair(
        "key-function-reads-claims",
        CROSS,
        spelled_out("""\
$P
class Keys:
    def secret_for(self, claims):
        return {None: KEY}[claims.get("tenant")]
KEYS = Keys()
def decode_handler(token):
    unverified = jwt.decode(token, options={"verify_signature": False})
    keys = KEYS.secret_for(unverified)
    if isinstance(keys, dict):
        keys = list(keys.values())
    if not isinstance(keys, list):
        keys = [keys]
    error = None
    for key in keys:
        try:
            return jwt.decode(token, key, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
        except jwt.InvalidSignatureError as caught:
            error = caught
    raise error
def accepts(token):
    return decode_handler(token)
"""),
    ),
    *pair(
        "match-issuer-arms-verify",
        CROSS,
        spelled_out("""\
$P
def accepts(token):
    match jwt.decode(token, options={"verify_signature": False}).get("iss"):
        case "partner":
            return jwt.decode(token, "p" * 32, algorithms=["HS256"])
        case None:
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
        case other:
            raise PermissionError(other)
"""),
    ),
)
