using System.IO.Compression;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.ML;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

public class ReloadTests
{
    /// <summary>Files that must not replace a model, each with a part of the message.</summary>
    public static TheoryData<string, string> BadFiles => new()
    {
        { "half", "is not a whole model file: " },
        { "empty", "is not a whole model file: " },
        { "text", "is not a whole model file: " },
        { "flipped in an entry of ML.NET", "is not a whole model file: " },
        { "first half new, second half old", "is not a whole model file: " },
        { "a zip of something else", "holds no model for PredictionPool<House, Verdict>: " },
        { "a model for other rows", "holds no model for PredictionPool<House, Verdict>: Could not find input column 'Height'" },
    };

    [Fact]
    public async Task A_file_that_is_renamed_to_the_name_is_loaded()
    {
        using TestPool test = new(PoolModel.First.Zip);
        test.AssertPredicts(PoolModel.First);
        test.Replace(PoolModel.Second.Zip);
        await test.WaitForAsync(PoolModel.Second);
        Assert.Equal(2, test.Pool.GetStatus().Version!.Number);
        Assert.Equal(2, test.Log.Of(LogLevel.Information).Count());
        Assert.Empty(test.Log.Of(LogLevel.Error).Concat(test.Log.Of(LogLevel.Warning)));
    }

    [Fact]
    public async Task A_file_that_is_overwritten_piece_by_piece_is_loaded_when_it_is_whole()
    {
        using TestPool test = new(PoolModel.First.Zip);
        test.AssertPredicts(PoolModel.First);
        using (FileStream file = new(test.Path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            foreach (byte[] piece in PoolModel.Second.Zip.Chunk(PoolModel.Second.Zip.Length / 3))
            {
                file.Write(piece);
                file.Flush();

                // The pool may look at the file now: it keeps the first model, whatever it sees.
                await Task.Delay(60);
                Assert.Equal(file.Length == PoolModel.Second.Zip.Length ? test.Hash : PoolModel.First.Hash, test.Hash);
            }
        }

        await test.WaitForAsync(PoolModel.Second);
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_leaves_the_old_model_and_is_reported_once(string kind, string message)
    {
        using TestPool test = new(PoolModel.First.Zip);
        test.AssertPredicts(PoolModel.First);
        test.Replace(CreateBad(kind));
        await test.WaitForErrorAsync(message);
        test.AssertPredicts(PoolModel.First);
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => test.Pool.ReloadAsync());
        Assert.StartsWith($"'{test.Path}' ", error.Message, StringComparison.Ordinal);

        // A second look at the same damage.
        File.SetLastWriteTimeUtc(test.Path, DateTime.UtcNow.AddMinutes(1));
        Exception? first = test.Pool.GetStatus().Error;
        await TestPool.WaitUntilAsync(() => !ReferenceEquals(first, test.Pool.GetStatus().Error), "a second attempt");
        Assert.StartsWith($"Model default cannot be loaded from {test.Path}. default #1 ", Assert.Single(test.Log.Of(LogLevel.Error)), StringComparison.Ordinal);
        HealthReport health = await test.CheckHealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains($"predicts, but its file cannot be loaded: '{test.Path}' {message}", health.Entries["prediction-pool"].Description, StringComparison.Ordinal);

        // It is the old file again.
        test.Replace(PoolModel.First.Zip);
        await test.WaitForAsync(PoolModel.First);
        Assert.Equal(1, test.Pool.GetStatus().Version!.Number);
        Assert.Equal(HealthStatus.Healthy, (await test.CheckHealthAsync()).Status);
        test.Replace(PoolModel.Second.Zip);
        await test.WaitForAsync(PoolModel.Second);
    }

    [Fact]
    public async Task Without_its_file_the_model_predicts_on()
    {
        using TestPool test = new(PoolModel.First.Zip);
        test.AssertPredicts(PoolModel.First);
        File.Delete(test.Path);
        await test.WaitForErrorAsync(test.Path);
        Assert.IsType<FileNotFoundException>(test.Pool.GetStatus().Error);
        Assert.Equal(HealthStatus.Degraded, (await test.CheckHealthAsync()).Status);
        test.AssertPredicts(PoolModel.First);
        await Assert.ThrowsAsync<FileNotFoundException>(() => test.Pool.ReloadAsync());
        test.Replace(PoolModel.Second.Zip);
        await test.WaitForAsync(PoolModel.Second);
    }

    [Fact]
    public async Task A_file_that_another_program_has_locked_is_tried_again_without_a_change()
    {
        using TestPool test = new(PoolModel.First.Zip);
        test.AssertPredicts(PoolModel.First);
        using (FileStream file = new(test.Path, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(PoolModel.Second.Zip);
            file.Flush();
            await test.WaitForErrorAsync(test.Path);
            Assert.IsType<IOException>(test.Pool.GetStatus().Error);
            test.AssertPredicts(PoolModel.First);
        }

        await test.WaitForAsync(PoolModel.Second);
        Assert.Single(test.Log.Of(LogLevel.Error));
    }

    [Fact]
    public async Task Without_watching_only_a_call_loads_the_file()
    {
        using TestPool test = new(PoolModel.First.Zip, options => options.WatchForChanges = false);
        test.AssertPredicts(PoolModel.First);
        test.Replace(PoolModel.Second.Zip);
        await Task.Delay(100);
        test.AssertPredicts(PoolModel.First);
        ModelVersion version = await test.Pool.ReloadAsync();
        Assert.Equal((2, PoolModel.Second.Hash), (version.Number, version.Hash));
        test.AssertPredicts(PoolModel.Second);
        Assert.Same(version, await test.Pool.ReloadAsync());
    }

    [Fact]
    public async Task A_folder_that_comes_later_is_watched()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.FullName, "volume", "model.zip");
        using TestPool test = new(zip: null, options => options.ModelPath = path);
        ModelUnavailableException error = Assert.Throws<ModelUnavailableException>(() => test.Pool.Predict(new House()));
        Assert.Equal("", error.ModelName);
        Assert.IsType<DirectoryNotFoundException>(error.InnerException);
        Assert.Equal($"The model 'default' is not loaded: {error.InnerException.Message}", error.Message);
        await TestPool.WaitUntilAsync(() => test.Log.Of(LogLevel.Warning).Any(), "a warning that the folder is not watched");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, PoolModel.First.Zip);
        await test.WaitForAsync(PoolModel.First);
        await File.WriteAllBytesAsync(path, PoolModel.Second.Zip);
        await test.WaitForAsync(PoolModel.Second);
    }

    [Fact]
    public async Task A_change_is_noticed_by_looking_if_nothing_reports_it()
    {
        // The time of the target of a link changes, and nothing in the folder of the link. This is how Kubernetes updates a volume.
        using TemporaryFolder folder = new();
        string first = Directory.CreateDirectory(folder.File("1")).FullName, second = Directory.CreateDirectory(folder.File("2")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(first, "model.zip"), PoolModel.First.Zip);
        await File.WriteAllBytesAsync(Path.Combine(second, "model.zip"), PoolModel.Second.Zip);
        string data = folder.File("data"), link = Path.Combine(Directory.CreateDirectory(folder.File("mount")).FullName, "model.zip");
        try
        {
            Directory.CreateSymbolicLink(data, first);
            File.CreateSymbolicLink(link, Path.Combine(data, "model.zip"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"This system makes no links: {e.Message}");
        }

        using TestPool test = new(zip: null, options => options.ModelPath = link);
        test.AssertPredicts(PoolModel.First);
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, second);
        await test.WaitForAsync(PoolModel.Second);
    }

    [Fact]
    public async Task A_report_of_the_file_system_does_not_wait_for_the_next_look()
    {
        using TestPool test = new(PoolModel.First.Zip, options => options.PollingInterval = TimeSpan.FromDays(1));
        test.AssertPredicts(PoolModel.First);
        test.Replace(PoolModel.Second.Zip);
        await test.WaitForAsync(PoolModel.Second);

        // The first change may have been there before the watch; this one is reported.
        await File.WriteAllBytesAsync(test.Path, PoolModel.First.Zip);
        await test.WaitForAsync(PoolModel.First);
    }

    private static byte[] CreateBad(string kind) => kind switch
    {
        "half" => PoolModel.Second.Zip[..(PoolModel.Second.Zip.Length / 2)],
        "empty" => [],
        "text" => "This is no zip."u8.ToArray(),
        "flipped in an entry of ML.NET" => FlipConcatenation(),
        "first half new, second half old" =>
            [.. PoolModel.Second.Zip[..(PoolModel.First.Zip.Length / 2)], .. PoolModel.First.Zip[(PoolModel.First.Zip.Length / 2)..]],
        "a zip of something else" => CreateZip(),
        _ => CreateModelForOtherRows(),
    };

    // ML.NET has no checksum for its own parts: this bit is one of a column's name.
    private static byte[] FlipConcatenation()
    {
        using MemoryStream stored = new();
        using (ZipArchive source = new(new MemoryStream(PoolModel.Second.Zip)))
        using (ZipArchive target = new(stored, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using Stream from = entry.Open();
                using Stream to = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                from.CopyTo(to);
            }
        }

        byte[] zip = stored.ToArray();
        int name = zip.AsSpan().IndexOf("Rooms"u8);
        Assert.True(name > 0);
        zip[name] ^= 1;
        return zip;
    }

    private static byte[] CreateZip()
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("readme.txt").Open();
            entry.Write("No model."u8);
        }

        return zip.ToArray();
    }

    private static byte[] CreateModelForOtherRows()
    {
        MLContext ml = new();
        IDataView rows = ml.Data.LoadFromEnumerable([new Person()]);
        using MemoryStream zip = new();
        ml.Model.Save(ml.Transforms.CopyColumns("Score", nameof(Person.Height)).Fit(rows), rows.Schema, zip);
        return zip.ToArray();
    }

    private sealed class Person
    {
        public float Height { get; set; }
    }
}
