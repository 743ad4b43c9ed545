# For scripts that build programs from the packed folder alone: source it, and call use_feed.

# Writes $1/nuget.config for programs below $1: packages of this repository come only from $1/feed and go to $1/cache, which begins empty. Others come
# from the machine's cache, which is read as it is, and else from the machine's sources.
use_feed() {
    local mapping='' source
    while read -r source; do
        mapping+="    <packageSource key=\"$source\"><package pattern=\"*\" /></packageSource>"$'\n'
    done < <(dotnet nuget list source | sed -nE 's/^ *[0-9]+\. +(.*) \[Enabled\]$/\1/p')
    machine_cache=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
    cat >"$1/nuget.config" <<XML
<configuration>
  <config>
    <add key="globalPackagesFolder" value="cache" />
    <add key="dependencyVersion" value="Lowest" />
  </config>
  <packageSources>
    <add key="packed" value="feed" />
  </packageSources>
  <packageSourceMapping>
    <packageSource key="packed"><package pattern="MLNetDeep" /><package pattern="MLNetDeep.*" /></packageSource>
$mapping  </packageSourceMapping>
  <fallbackPackageFolders>
    <add key="machine" value="$machine_cache" />
  </fallbackPackageFolders>
</configuration>
XML
    unset NUGET_PACKAGES
}

# Writes the size on disk in KB of the packages that the project in folder $2 restored, those of this repository first, then all. $1 as above.
restored_size() {
    local path folder size ours=0 total=0
    while read -r path; do
        folder=$machine_cache/$path
        if [ -d "$1/cache/$path" ]; then folder=$1/cache/$path; fi
        size=$(du -sk "$folder" | cut -f 1)
        total=$((total + size))
        case $path in mlnetdeep*) ours=$((ours + size)) ;; esac
    done < <(sed -nE 's/^ +"path": "(.*)",$/\1/p' "$2/obj/project.assets.json")
    echo "$ours $total"
}
