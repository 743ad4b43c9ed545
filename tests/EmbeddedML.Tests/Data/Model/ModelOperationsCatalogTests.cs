using System.IO.Compression;
using System.Runtime.CompilerServices;
using EmbeddedML.Tests.Core.Model;
using Microsoft.ML;

namespace EmbeddedML.Tests.Data.Model;

public sealed class ModelOperationsCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("embeddedml-tests-").FullName;
    private readonly ModelOperationsCatalog _model = new(TestEnvironment.Create());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_and_its_schema_come_back()
    {
        string path = Path.Combine(_folder, "model.zip");
        _model.Save(MakeModel(), AllTypesSchema.Make(), path);

        AssertLoaded(Assert.IsType<StoredComponent>(_model.Load(path, out DataViewSchema schema)));
        Assert.Equal(AllTypesSchema.Describe(AllTypesSchema.Make()), AllTypesSchema.Describe(schema));
        Assert.Equal(["model.zip"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void The_entries_are_those_of_MLNet()
    {
        using var archive = new ZipArchive(new MemoryStream(SaveToBytes()));

        // A component's own entry comes last, as in ML.NET, which closes it last.
        Assert.Equal(
            [
                "TrainingInfo/Version.txt",
                "TransformerChain/Numbers.bin",
                "TransformerChain/Text.txt",
                "TransformerChain/Child/Numbers.bin",
                "TransformerChain/Child/Text.txt",
                "TransformerChain/Child/Model.key",
                "TransformerChain/Model.key",
                "Schema",
            ],
            archive.Entries.Select(e => e.FullName));
    }

    [Fact]
    public void Streams_that_cannot_seek_are_written_and_read()
    {
        var content = new MemoryStream();
        using (var oneWay = new OneWayStream(content))
            _model.Save(MakeModel(), AllTypesSchema.Make(), oneWay);
        using var source = new OneWayStream(new MemoryStream(content.ToArray()));

        AssertLoaded(Assert.IsType<StoredComponent>(_model.Load(source, out DataViewSchema schema)));
        Assert.Equal(AllTypesSchema.Make().Count, schema.Count);
    }

    [Fact]
    public void A_model_without_a_schema_comes_back_without_one()
    {
        var stream = new MemoryStream();
        _model.Save(MakeModel(), null, stream);
        stream.Position = 0;

        AssertLoaded(Assert.IsType<StoredComponent>(_model.Load(stream, out DataViewSchema schema)));
        Assert.Null(schema);
    }

    // The types of exception of the next three were recorded from Microsoft.ML 5.0.0.
    [Fact]
    public void A_file_with_a_schema_but_no_model_is_damaged()
    {
        var stream = new MemoryStream();
        _model.Save(null, AllTypesSchema.Make(), stream);
        stream.Position = 0;

        Assert.Throws<FormatException>(() => _model.Load(stream, out _));
    }

    [Fact]
    public void A_file_with_neither_has_no_model()
    {
        var stream = new MemoryStream();
        _model.Save(null, null, stream);
        stream.Position = 0;

        Assert.Throws<InvalidOperationException>(() => _model.Load(stream, out _));
    }

    [Fact]
    public void Paths_and_streams_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Load("", out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Save(MakeModel(), null, ""));
        Assert.Throws<ArgumentNullException>(() => _model.Load((Stream)null!, out _));
        Assert.Throws<ArgumentNullException>(() => _model.Save(MakeModel(), null, (Stream)null!));
        Assert.Throws<FileNotFoundException>(() => _model.Load(Path.Combine(_folder, "none.zip"), out _));
        Assert.Throws<FormatException>(() => _model.Load(new MemoryStream("not a zip"u8.ToArray()), out _));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_as_it_was()
    {
        string path = Path.Combine(_folder, "model.zip");
        File.WriteAllText(path, "old");
        DataViewSchema unsavable = new DataViewSchema.Builder().ToSchema();

        Assert.Throws<InvalidOperationException>(() => _model.Save(MakeModel(), unsavable, path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model.zip"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_to_a_file_stays_a_link()
    {
        string path = Path.Combine(_folder, "model.zip");
        string link = Path.Combine(_folder, "link.zip");
        File.WriteAllText(path, "old");
        File.CreateSymbolicLink(link, path);
        _model.Save(MakeModel(), null, link);

        Assert.Equal(path, new FileInfo(link).LinkTarget);
        AssertLoaded(Assert.IsType<StoredComponent>(_model.Load(path, out _)));
    }

    [Fact]
    public void Components_that_nest_too_deeply_are_refused()
    {
        StoredComponent model = MakeModel();
        for (int i = 0; i < 500; i++)
            model = new StoredComponent(null, [], model);
        var stream = new MemoryStream();
        _model.Save(model, null, stream);
        stream.Position = 0;

        NearTheEndOfTheStack(() =>
        {
            Assert.Throws<FormatException>(() => _model.Load(stream, out _));
            AssertLoaded(Assert.IsType<StoredComponent>(_model.Load(new MemoryStream(SaveToBytes()), out _)));
        });
    }

    // Whatever the size of the stack and of the frames, what runs here has room for a few components, not for hundreds.
    private static void NearTheEndOfTheStack(Action action)
    {
        Span<byte> frame = stackalloc byte[4 << 10];
        frame.Fill(1);
        if (IsRoomOnTheStack())
            NearTheEndOfTheStack(action);
        else
            action();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsRoomOnTheStack()
    {
        Span<byte> room = stackalloc byte[40 << 10];
        room.Fill(1);
        return RuntimeHelpers.TryEnsureSufficientExecutionStack();
    }

    internal static StoredComponent MakeModel() => new("a – ж", [1, float.NaN, 3], new StoredComponent(null, [], null));

    internal byte[] SaveToBytes()
    {
        var stream = new MemoryStream();
        _model.Save(MakeModel(), AllTypesSchema.Make(), stream);
        return stream.ToArray();
    }

    private static void AssertLoaded(StoredComponent loaded)
    {
        Assert.Equal("a – ж", loaded.Text);
        Assert.Equal([1, float.NaN, 3], loaded.Numbers);
        Assert.Null(loaded.Child!.Text);
        Assert.Empty(loaded.Child.Numbers);
        Assert.Null(loaded.Child.Child);
    }

    private sealed class OneWayStream(MemoryStream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 7));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
