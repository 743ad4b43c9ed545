using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace EmbeddedML.Tests.Data.Model;

/// <summary>Rows of binary data views. That they are ML.NET's byte for byte, the recorded scenarios of maps show.</summary>
public sealed class BinaryRowsTests
{
    private const int RowCount = 20_000;

    [Fact]
    public void Rows_of_several_blocks_are_read_as_they_were_written()
    {
        var numbers = (StoredColumn<int>)Read(Write())[0];
        var texts = (StoredColumn<ReadOnlyMemory<char>>)Read(Write())[1];

        Assert.Equal(Enumerable.Range(0, RowCount), numbers.Values);
        Assert.Equal(Enumerable.Range(0, RowCount).Select(i => $"n{i % 7}"), texts.Values.Select(text => text.ToString()));
    }

    [Fact]
    public void Columns_without_rows_keep_their_types()
    {
        var stream = new MemoryStream();
        using IChannel channel = TestEnvironment.Create().Start("test");
        BinaryRowsWriter.Write(stream, [new StoredColumn<uint>("Key", new KeyDataViewType(typeof(uint), 9), [])], channel);

        StoredColumn column = Assert.Single(Read(stream.ToArray()));
        Assert.Equal(new KeyDataViewType(typeof(uint), 9), column.Type);
        Assert.Equal(0, column.Count);
    }

    // A block of 8,192 of these rows would be of 100 MB and more.
    [Fact]
    public void Long_rows_get_blocks_of_fewer_rows()
    {
        byte[] longest = new byte[13_000];
        longest[^1] = 5;
        VBuffer<byte>[] rows = [.. Enumerable.Repeat(new VBuffer<byte>(longest.Length, longest), 8192)];
        var stream = new MemoryStream();
        using IChannel channel = TestEnvironment.Create().Start("test");
        BinaryRowsWriter.Write(stream, [new StoredColumn<VBuffer<byte>>("Bytes", new VectorDataViewType(NumberDataViewType.Byte, longest.Length), rows)], channel);

        var column = (StoredColumn<VBuffer<byte>>)Assert.Single(Read(stream.ToArray()));
        Assert.Equal(rows.Length, column.Count);
        Assert.Equal(longest, column.Values[^1].DenseValues());
    }

    [Fact]
    public void Rows_that_decompress_to_more_than_the_file_justifies_are_refused()
    {
        // The numbers alone take 80,000 bytes.
        byte[] file = Write();
        using IChannel channel = TestEnvironment.Create().Start("test");

        Assert.Equal(RowCount, BinarySchemaReader.ReadRows(file, channel, allowance: 400_000)[0].Count);
        Assert.Throws<FormatException>(() => BinarySchemaReader.ReadRows(file, channel, allowance: 79_999));
    }

    [Fact]
    public void A_column_that_cannot_be_stored_is_refused()
    {
        using IChannel channel = TestEnvironment.Create().Start("test");
        var column = new StoredColumn<Version>("Unknown", new UnknownType(), []);

        Assert.Throws<InvalidOperationException>(() => BinaryRowsWriter.Write(new MemoryStream(), [column], channel));
    }

    private static byte[] Write()
    {
        var numbers = new StoredColumn<int>("Number", NumberDataViewType.Int32, [.. Enumerable.Range(0, RowCount)]);
        var texts = new StoredColumn<ReadOnlyMemory<char>>("Text", TextDataViewType.Instance, [.. numbers.Values.Select(i => $"n{i % 7}".AsMemory())]);
        using IChannel channel = TestEnvironment.Create().Start("test");
        var stream = new MemoryStream();
        BinaryRowsWriter.Write(stream, [numbers, texts], channel);
        return stream.ToArray();
    }

    private static IReadOnlyList<StoredColumn> Read(byte[] file)
    {
        using IChannel channel = TestEnvironment.Create().Start("test");
        return BinarySchemaReader.ReadRows(file, channel);
    }

    private sealed class UnknownType() : StructuredDataViewType(typeof(Version))
    {
        public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    }
}
