using Microsoft.ML;

namespace EmbeddedML.Tests.Data.Model;

/// <summary>Model files that Microsoft.ML 5.0.0 wrote, and the same written here; see the fixtures.</summary>
public sealed class SavedModelTests : IDisposable
{
    private const string VersionEntry = "TrainingInfo/Version.txt";

    private readonly string _folder = Directory.CreateTempSubdirectory("embeddedml-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Names => [.. SavedModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_MLNet_saved_is_loaded_and_does_the_same(string name)
        => Assert.Equal(Expected(name), SavedModels.Describe(_folder, Fixture.PathOf($"Model/{name}")));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_saved_is_what_MLNet_saves_byte_for_byte(string name)
    {
        SavedModels.Save(_folder);
        Dictionary<string, byte[]> expected = Read(Fixture.PathOf($"Model/{name}"));
        Dictionary<string, byte[]> saved = Read(Path.Combine(_folder, name));

        Assert.Equal(expected.Keys, saved.Keys);
        foreach (string entry in expected.Keys.Where(e => e != VersionEntry))
            Assert.True(expected[entry].AsSpan().SequenceEqual(saved[entry]), $"{name}: {entry}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_saved_is_loaded_and_does_the_same(string name)
    {
        SavedModels.Save(_folder);

        Assert.Equal(Expected(name), SavedModels.Describe(_folder, Path.Combine(_folder, name)));
    }

    private static string Expected(string name) => File.ReadAllText(Fixture.PathOf($"Model/{Path.ChangeExtension(name, ".txt")}")).Replace("\r\n", "\n");

    private static Dictionary<string, byte[]> Read(string path)
    {
        using var archive = System.IO.Compression.ZipFile.OpenRead(path);
        using FileStream stream = File.OpenRead(path);
        using var repository = new RepositoryReader(stream);
        return archive.Entries.ToDictionary(e => e.FullName, e => repository.ReadOrNull(e.FullName)!);
    }
}
