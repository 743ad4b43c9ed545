using System.Runtime.InteropServices;

namespace MpiRanks;

/// <summary>The folder into which a rank writes what it has computed. Numbers are written as their bytes.</summary>
internal sealed class RankFolder
{
    private readonly string _path;

    public RankFolder(string folder, int rank) => _path = Directory.CreateDirectory(Path.Combine(folder, $"{rank}")).FullName;

    public void Write<T>(string name, params ReadOnlySpan<T> values)
        where T : unmanaged => File.WriteAllBytes(Path.Combine(_path, name), MemoryMarshal.AsBytes(values).ToArray());

    public void WriteText(string name, string text) => File.WriteAllText(Path.Combine(_path, name), text);
}
