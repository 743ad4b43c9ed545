using System.Text;
using Shared.Tests;

namespace MLNetDeep.Neural.Tests.Serialization;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic-file-").FullName;

    private string Target => Path.Combine(_folder, "model.bin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WritesAsideUnderANameWithTheProcessInIt()
    {
        File.WriteAllText(Target, "old");
        AtomicFile.Write(Target, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(Target));
            string temporary = Assert.Single(Directory.GetFiles(_folder, "*.tmp"));
            Assert.Matches($@"^model\.bin\.[0-9a-f]{{8}}-{Environment.ProcessId}-[0-9a-f]{{8}}\.tmp$", Path.GetFileName(temporary));
        });
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void AFailedWriteLeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(Target, "old");
        IOException thrown = Assert.Throws<IOException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("disk full");
        }));
        Assert.Equal("disk full", thrown.Message);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void TheCheckLeavesNothingAndClearsWhatAKilledCheckLeft()
    {
        AtomicFile.EnsureWritable(Target);
        Assert.Empty(Directory.GetFiles(_folder));
        File.WriteAllText(Target, "old");

        // A file of another machine that was last written to two days ago has no writer any more.
        string abandoned = Target + ".0badcafe-1-00000001.tmp";
        File.WriteAllText(abandoned, "");
        File.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddDays(-2));
        AtomicFile.EnsureWritable(Target);
        Assert.Equal([Target], Directory.GetFiles(_folder));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.EnsureWritable(_folder));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.EnsureWritable(Path.Combine(_folder, "missing", "a.bin")));
        Assert.Throws<ArgumentException>(() => AtomicFile.EnsureWritable(""));
        if (!OperatingSystem.IsWindows())
        {
            AtomicFile.EnsureWritable("/dev/null");
            Assert.Equal(["/dev/null"], Directory.GetFiles("/dev", "null*"));

            // To open a pipe would wait for its reader.
            string pipe = Path.Combine(_folder, "pipe");
            Run("mkfifo", pipe);
            AtomicFile.EnsureWritable(pipe);
        }
    }

    [Fact]
    public void NamesTheFolderThatIsMissing()
    {
        string missing = Path.Combine(_folder, "missing");
        string message = Assert.Throws<DirectoryNotFoundException>(() => Write(Path.Combine(missing, "a.bin"), "x")).Message;
        Assert.Equal($"There is no folder '{missing}', so '{Path.Combine(missing, "a.bin")}' cannot be written.", message);
        Assert.Equal(
            $"'{_folder}' is a folder, but a file path is needed.", Assert.Throws<UnauthorizedAccessException>(() => Write(_folder, "x")).Message);
        Assert.Throws<ArgumentException>(() => Write("", "x"));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LinksStayLinks(bool targetExists)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators create links.");
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "real")).FullName;
        string file = Path.Combine(folder, "file.bin");
        if (targetExists)
        {
            File.WriteAllText(file, "old");
        }

        string second = Path.Combine(_folder, "second");
        File.CreateSymbolicLink(second, Path.Combine("real", "file.bin"));
        File.CreateSymbolicLink(Target, second);
        Write(Target, "new");
        Assert.Equal("new", File.ReadAllText(file));
        Assert.Equal(second, new FileInfo(Target).LinkTarget);
        Assert.Equal(Path.Combine("real", "file.bin"), new FileInfo(second).LinkTarget);
        Assert.Equal([file], Directory.GetFiles(folder));
    }

    [Fact]
    public void AnExistingFileKeepsItsModeAndANewOneHasThatOfAnyNewFile()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        // 0600 is less than a new file has, 0666 is more, and nobody may write to a file of 0444.
        foreach (UnixFileMode mode in (UnixFileMode[])[(UnixFileMode)0b110_000_000, (UnixFileMode)0b110_110_110, (UnixFileMode)0b100_100_100])
        {
            File.WriteAllText(Target, "old");
            File.SetUnixFileMode(Target, mode);
            UnixFileMode? temporary = null;
            AtomicFile.Write(Target, stream =>
            {
                stream.Write("new"u8);
                temporary = new FileInfo(Directory.GetFiles(_folder, "*.tmp").Single()).UnixFileMode;
            });
            Assert.Equal((mode, mode, "new"), (temporary, File.GetUnixFileMode(Target), File.ReadAllText(Target)));
            File.Delete(Target);
        }

        string other = Path.Combine(_folder, "other.bin");
        File.WriteAllText(other, "any");
        Write(Target, "new");
        Assert.Equal(File.GetUnixFileMode(other), File.GetUnixFileMode(Target));
    }

    [Fact]
    public void AnExistingFileKeepsItsOwner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can give files to others.");
        Write(Target, "old");
        Run("chown", "12345:54321", Target);
        Write(Target, "new");
        Assert.Equal("12345:54321\n", Run("stat", "-c", "%u:%g", Target));
    }

    [Fact]
    public async Task WritesThroughDevicesAndPipes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The devices are those of Linux.");
        Write("/dev/null", "nothing");
        Assert.Throws<IOException>(() => Write("/dev/full", "too much"));
        Assert.Equal("character special file\ncharacter special file\n", Run("stat", "-c", "%F", "/dev/null", "/dev/full"));

        Run("mkfifo", Target);
        Task<string> reader = Task.Run(() => File.ReadAllText(Target));
        Write(Target, "through the pipe");
        Assert.Equal("through the pipe", await reader.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("fifo\n", Run("stat", "-c", "%F", Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void RemovesWhatProcessesThatAreGoneLeftBehind()
    {
        int dead = DeadProcess();
        string ofDead = Leftover($"{Machine()}-{dead}-0000000a");
        string ofEarlierProcessWithOurNumber = Leftover($"{Machine()}-{Environment.ProcessId}-0000000b", new DateTime(2001, 1, 1));
        string ofOtherMachineLongAgo = Leftover($"{OtherMachine()}-{Environment.ProcessId}-0000000c", DateTime.UtcNow.AddHours(-25));
        string ofOtherMachine = Leftover($"{OtherMachine()}-{dead}-0000000d", DateTime.UtcNow.AddHours(-23));
        string ofOurselves = Leftover($"{Machine()}-{Environment.ProcessId}-0000000e");
        string ofSomebody = Leftover("backup");
        string withoutProcess = Leftover($"{Machine()}-x-0000000f");
        string ofOtherTarget = Path.Combine(_folder, $"other.bin.{Machine()}-{dead}-0000000a.tmp");
        File.WriteAllText(ofOtherTarget, "");
        string locked = Leftover($"{Machine()}-{dead}-00000010");
        using (new FileStream(locked, FileMode.Open, FileAccess.Write, FileShare.Read))
        {
            Write(Target, "new");
        }

        Assert.Equal(
            [.. new[] { Target, ofOtherMachine, ofOurselves, ofSomebody, withoutProcess, ofOtherTarget, locked }.Order()],
            Directory.GetFiles(_folder).Order());
        Write(Target, "newer");
        Assert.False(File.Exists(locked) || File.Exists(ofDead) || File.Exists(ofEarlierProcessWithOurNumber) || File.Exists(ofOtherMachineLongAgo));
    }

    [Fact]
    public void SavesToOnePathAtOnceDoNotDisturbEachOther()
    {
        AtomicFile.Write(Target, outer =>
        {
            outer.Write("outer"u8);
            Write(Target, "inner");
            Assert.Equal("inner", File.ReadAllText(Target));
        });
        Assert.Equal("outer", File.ReadAllText(Target));

        Parallel.For(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Write(Target, new string((char)('a' + (i % 26)), 10_000));
            string read = File.ReadAllText(Target);
            Assert.Equal(10_000, read.Count(c => c == read[0]));
        });
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string Leftover(string name, DateTime? written = null)
    {
        string path = $"{Target}.{name}.tmp";
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, written ?? DateTime.UtcNow);
        return path;
    }

    // The machine's number, as it is in the name of a temporary file.
    private string Machine()
    {
        string machine = "";
        AtomicFile.Write(Path.Combine(_folder, "probe"), _ => machine =
            Path.GetFileName(Directory.GetFiles(_folder, "probe.*.tmp").Single()).Split('.')[1].Split('-')[0]);
        File.Delete(Path.Combine(_folder, "probe"));
        return machine;
    }

    private string OtherMachine() => $"{Convert.ToUInt32(Machine(), 16) ^ 1:x8}";

    private static int DeadProcess()
    {
        using ChildProcess process = ChildProcess.Start(OperatingSystem.IsWindows() ? ["cmd", "/c", "exit"] : ["true"]);
        return process.Id;
    }

    private static string Run(params string[] commandLine) => ChildProcess.Run(commandLine).Output;
}
