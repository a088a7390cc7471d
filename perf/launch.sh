# Sourced by the scripts beside it: finds JDK 25 and the flags as ./rivulet does, builds, starts.
home=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}

# The launcher's own definitions, so that what is measured runs as what is used.
eval "$(sed -n '/^oldest_jdk=/p; /^major_version() {/,/^}/p; /^find_java_home() {/,/^}/p' \
  "$home/rivulet")"
java_home=$(find_java_home) || fail "no JDK $oldest_jdk or newer found; ./rivulet says how to get one"

# Compiles a module and those below it; $1 is its folder, what follows goes to Maven.
build() {
  local module=$1
  shift
  export JAVA_HOME=$java_home
  mkdir -p "$home/perf/target"
  mvn -q -B -f "$home/pom.xml" -pl "$module" -am "$@" -Dmaven.test.skip=true -Drivulet.quick \
    -Dformat.skip compile >"$home/perf/target/build.log" 2>&1 </dev/null || {
    grep -m 20 -F '[ERROR]' "$home/perf/target/build.log" >&2
    fail "the build failed; all that Maven said is in $home/perf/target/build.log"
  }
  class_path=$home/$module/target/classes:$home/perf/target/classes:$home/src/target/classes
  class_path+=:$home/native-bindings/target/classes:$(<"$home/$module/target/class-path.txt")
}

# Both sides of a comparison on the last core that may be used: cores of a shared machine differ
# in speed by what their neighbours do.
pinned=()
pin() {
  local allowed
  allowed=$(sed -n 's/^Cpus_allowed_list:.*[^0-9]\([0-9]*\)$/\1/p' /proc/self/status 2>/dev/null) || return 0
  [[ -n $allowed ]] && command -v taskset >/dev/null && pinned=(taskset -c "$allowed") || return 0
}

start() {
  # shellcheck disable=SC2086
  "${pinned[@]}" "$java_home/bin/java" "@$home/rivulet.args" ${RIVULET_JAVA_OPTS:-} "-Drivulet.home=$home" \
    "-Drivulet.commit=$(git -C "$home" rev-parse --short HEAD 2>/dev/null || echo unknown)" \
    -cp "$class_path" "$@"
}
