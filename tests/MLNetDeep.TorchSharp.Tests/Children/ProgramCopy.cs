namespace MLNetDeep.TorchSharp.Tests.Children;

/// <summary>A copy of the test program in a folder of its own, without native libraries. Its managed libraries are links.</summary>
internal sealed class ProgramCopy : IDisposable
{
    private static readonly string s_name = typeof(ProgramCopy).Assembly.GetName().Name!;
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetdeep-").FullName;

    /// <summary>Makes the copy.</summary>
    /// <param name="leavesOutTorchSharp">Whether TorchSharp and MLNetDeep.TorchSharp are left out.</param>
    public ProgramCopy(bool leavesOutTorchSharp = false)
    {
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            string name = Path.GetFileName(file);

            // Without the list of dependencies, .NET takes all libraries that are in the folder, and misses none.
            if (leavesOutTorchSharp && (name is "TorchSharp.dll" or "MLNetDeep.TorchSharp.dll" || name.EndsWith(".deps.json", StringComparison.Ordinal)))
            {
                continue;
            }

            if (Path.GetFileNameWithoutExtension(name) == s_name || name.EndsWith(".json", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(_folder, name));
            }
            else
            {
                File.CreateSymbolicLink(Path.Combine(_folder, name), file);
            }
        }
    }

    /// <summary>The program's file.</summary>
    public string Program => Path.Combine(_folder, s_name + ".dll");

    /// <summary>The folder in which the program looks for native libraries.</summary>
    public string NativeFolder => Directory.CreateDirectory(Path.Combine(_folder, "runtimes", "linux-x64", "native")).FullName;

    /// <summary>The names of what is in the program's folder and not in that of the original.</summary>
    public IEnumerable<string> NewEntries() => Directory.GetFileSystemEntries(_folder).Select(entry => Path.GetFileName(entry))
        .Except(Directory.GetFileSystemEntries(AppContext.BaseDirectory).Select(entry => Path.GetFileName(entry)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
