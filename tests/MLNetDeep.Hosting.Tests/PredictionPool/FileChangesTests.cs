using System.Globalization;
using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

public class FileChangesTests
{
    [Fact]
    public void Only_the_folder_of_the_file_is_watched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the watches of a process.");
        using TemporaryFolder folder = new();
        string[] below = [.. Enumerable.Range(0, 3).Select(i => Directory.CreateDirectory(folder.File($"{i}")).FullName)];
        using FileChanges changes = new(folder.File("model.zip"), TimeSpan.FromDays(1));
        changes.Subscribe();
        Assert.True(IsWatched(folder.FullName));
        Assert.All(below, name => Assert.False(IsWatched(name)));
    }

    [Fact]
    public async Task A_folder_that_is_made_again_is_watched_after_a_change_without_a_report()
    {
        using TemporaryFolder folder = new();
        string volume = Directory.CreateDirectory(folder.File("volume")).FullName, path = Path.Combine(volume, "model.zip");
        using FileChanges changes = new(path, TimeSpan.FromSeconds(60));
        changes.Subscribe();
        await File.WriteAllTextAsync(path, "1");
        Assert.True(await changes.WaitAsync(default));
        Directory.Delete(volume, recursive: true);
        Directory.CreateDirectory(volume);
        changes.Renew();
        changes.Subscribe();
        Assert.Null(changes.Error);

        // Reports of what was before may still come.
        await Task.Delay(50);
        await changes.WaitAsync(new CancellationTokenSource(50).Token).ContinueWith(_ => { }, TaskScheduler.Default);
        await File.WriteAllTextAsync(path, "2");
        Assert.True(await changes.WaitAsync(default));
    }

    [Fact]
    public async Task The_pool_watches_a_folder_that_is_made_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the watches of a process.");
        using TemporaryFolder folder = new();
        string volume = Directory.CreateDirectory(folder.File("volume")).FullName, path = Path.Combine(volume, "model.zip");
        await File.WriteAllBytesAsync(path, PoolModel.First.Zip);
        using TestPool test = new(zip: null, options => options.ModelPath = path);
        test.AssertPredicts(PoolModel.First);
        await TestPool.WaitUntilAsync(() => IsWatched(volume), "a watch");
        Directory.Move(volume, folder.File("old"));
        Directory.CreateDirectory(volume);
        await File.WriteAllBytesAsync(path, PoolModel.Second.Zip);
        await test.WaitForAsync(PoolModel.Second);
        await TestPool.WaitUntilAsync(() => IsWatched(volume), "a watch of the new folder");
        test.Dispose();
    }

    // A line of a watch: "inotify wd:1 ino:2f1a sdev:800001 ...". The number of the folder is hexadecimal.
    private static bool IsWatched(string folder)
    {
        string number = ChildProcess.Run("stat", "-c", "%i", folder).Output;
        string inode = long.Parse(number, CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture);
        return Directory.GetFiles("/proc/self/fdinfo").SelectMany(Lines).Any(line => line.Contains($" ino:{inode} ", StringComparison.Ordinal));

        // Other tests close files meanwhile.
        static string[] Lines(string file)
        {
            try
            {
                return File.ReadAllLines(file);
            }
            catch (IOException)
            {
                return [];
            }
        }
    }
}
