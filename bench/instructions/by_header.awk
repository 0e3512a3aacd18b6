# Sums a callgrind file by the header of ours that the instructions stand in: "instructions <tab> header", largest first.
#
# What is inlined of Eigen, Boost or the standard library counts for the header of ours that it is inlined in, since callgrind lists a function's
# instructions in the order of their addresses. Functions of others that were called stand under the name of their library.

function name_of(entry,    id, rest) {  # "(12) path" names it, "(12)" is it again; each kind of name has numbers of its own
    id = substr(entry, 1, index(entry, ")"))
    rest = substr(entry, length(id) + 2)
    if (rest != "") names[kind id] = rest
    return names[kind id]
}

function home_of(path) {
    if (match(path, /include\/equipoise\//)) return substr(path, RSTART + 18)
    if (match(path, /src\/cli\//)) return "study/study_sums.hpp"  # the loop that adds up is that of run_study
    return ""
}

function library_of() {
    if (object ~ /libm[.-]/) return "(libm)"
    if (object ~ /libc[.-]|ld-linux|libstdc/) return "(libc, libstdc++)"
    if (file ~ /[Ee]igen/) return "(Eigen)"
    if (file ~ /boost/) return "(Boost)"
    return "(others)"
}

{
    key = $0
    sub(/=.*/, "", key)
    value = substr($0, length(key) + 2)
}
key == "ob" { kind = "o"; object = name_of(value); next }
key == "cob" { kind = "o"; name_of(value); next }
key == "fl" || key == "fi" || key == "fe" { kind = "f"; file = name_of(value); if (key == "fl") ours = ""; home = home_of(file); if (home != "") ours = home; next }
key == "cfi" || key == "cfl" { kind = "f"; name_of(value); next }
key == "fn" || key == "cfn" { kind = "n"; name_of(value); next }
key == "calls" { inclusive = 1; next }
/^[0-9+*-]/ {
    if (inclusive) { inclusive = 0; next }
    sums[ours != "" ? ours : library_of()] += $2
}
END {
    for (header in sums) printf "%d\t%s\n", sums[header], header | "sort -rn"
}
