namespace MLNetDeep.Tests.Support;

/// <summary>A temporary folder that is deleted when the test disposes it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("mlnetdeep-").FullName;

    public string File(string name) => Path.Combine(FullName, name);

    public string Write(string name, byte[] content)
    {
        string path = File(name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
