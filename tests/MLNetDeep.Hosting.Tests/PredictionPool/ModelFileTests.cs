using MLNetDeep.Tests.Support;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ModelFile.DefaultMaxInMemory, false)]
    [InlineData(100, true)]
    public void A_large_file_is_copied_to_a_temporary_one(long maxInMemory, bool isTemporary)
    {
        string path = _folder.Write("model.zip", PoolModel.First.Zip);
        string? temporary;
        using (ModelFile file = ModelFile.Read(path, maxInMemory))
        {
            temporary = (file.Content as FileStream)?.Name;
            Assert.Equal(isTemporary, temporary is not null);
            Assert.NotEqual(path, temporary);
            Assert.Equal(PoolModel.First.Hash, file.Hash);
            Assert.Equal(File.GetLastWriteTimeUtc(path), file.Written.UtcDateTime);

            // The file is closed: another may take its place.
            using (File.Open(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
            }

            byte[] copy = new byte[PoolModel.First.Zip.Length];
            file.Content.ReadExactly(copy);
            Assert.Equal(PoolModel.First.Zip, copy);
            Assert.Equal(-1, file.Content.ReadByte());
        }

        Assert.False(temporary is not null && File.Exists(temporary));
    }

    [Theory]
    [InlineData(ModelFile.DefaultMaxInMemory)]
    [InlineData(10)]
    public void Every_cut_and_every_flipped_byte_of_an_entry_is_refused_or_changes_nothing(long maxInMemory)
    {
        byte[] zip = PoolModel.First.Zip;
        int refused = 0;
        for (int i = 0; i < zip.Length; i += 23)
        {
            Assert.Throws<InvalidDataException>(() => ModelFile.Read(_folder.Write("cut.zip", zip[..i]), maxInMemory).Dispose());
            byte[] flipped = [.. zip];
            flipped[i] ^= 0x10;
            try
            {
                // A byte that no reader uses: names, times and versions are stored twice.
                ModelFile.Read(_folder.Write("flipped.zip", flipped), maxInMemory).Dispose();
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith($"'{_folder.File("flipped.zip")}' is not a whole model file: ", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, zip.Length / 23 / 4, zip.Length / 23);
    }
}
