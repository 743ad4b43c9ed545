using MLNetDeep.Build;

// Copies a shared library for Linux. If the system's copy of another library that it needs lacks a symbol version, the copy needs
// that version weakly, which means that it loads without it.
// Arguments: the file, the copy, the name of the needed library, the version.
if (args.Length != 4)
{
    Console.Error.WriteLine("WeakVersion <file> <copy> <needed library> <version>");
    return 2;
}

(string source, string target, string library, string version) = (args[0], args[1], args[2], args[3]);
string name = Path.GetFileName(source);
byte[] bytes = File.ReadAllBytes(source);
string? path = SystemLibrary.Find(library);
if (path is null)
{
    Console.WriteLine($"{name} is copied as it is: the system's {library} was not found.");
}
else if (!SystemLibrary.HasVersion(path, version))
{
    Console.WriteLine(ElfVersions.Weaken(bytes, version)
        ? $"{name}: the copy needs {version} weakly, because {path} is older."
        : $"{name} is copied as it is: it is no 64-bit ELF file that needs {version}.");
}

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
string temporary = target + ".new";
File.WriteAllBytes(temporary, bytes);
File.Move(temporary, target, overwrite: true);
return 0;
