using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

/// <summary>Checks that data/README.md lists every file with its size and checksum.</summary>
public partial class DataChecksumTests
{
    public static TheoryData<string, long, string> Listed()
    {
        TheoryData<string, long, string> rows = new();
        foreach (Match row in TableRow().Matches(File.ReadAllText(Repository.PathOf("data", "README.md"))))
        {
            rows.Add(row.Groups[1].Value, long.Parse(row.Groups[2].Value), row.Groups[3].Value);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Listed))]
    public void Each_listed_file_has_its_listed_size_and_checksum(string file, long size, string sha256)
    {
        byte[] content = File.ReadAllBytes(Repository.PathOf("data", file));
        Assert.Equal(size, content.Length);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [Fact]
    public void Every_file_is_listed()
    {
        string folder = Repository.PathOf("data");
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
            .Where(f => f != "README.md");
        Assert.Equal(Listed().Select(row => row.Data.Item1).Order(), files.Order());
    }

    [GeneratedRegex(@"^\| (\S+/\S+) \| (\d+) \| ([0-9a-f]{64}) \|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
