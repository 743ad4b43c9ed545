using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace EmbeddedML.Tests.Data.Model;

public sealed class BinarySchemaTests
{
    // Made by Microsoft.ML 5.0.0 with the programs beside it.
    private static readonly string s_description = File.ReadAllText(Fixture.PathOf("Model/all-types.txt"));

    [Fact]
    public void What_MLNet_wrote_is_read()
    {
        using IChannel channel = TestEnvironment.Create().Start("test");

        Assert.Equal(s_description, AllTypesSchema.Describe(BinarySchemaReader.Read(ReadFixture(), channel)));
    }

    [Fact]
    public void What_is_written_is_what_MLNet_writes_byte_for_byte()
        => Assert.Equal(ReadFixture(), Write(AllTypesSchema.Make()));

    [Fact]
    public void What_was_written_is_read()
    {
        using IChannel channel = TestEnvironment.Create().Start("test");

        Assert.Equal(s_description, AllTypesSchema.Describe(BinarySchemaReader.Read(Write(AllTypesSchema.Make()), channel)));
    }

    [Fact]
    public void Annotations_of_vectors_are_copied_to_the_caller()
    {
        using IChannel channel = TestEnvironment.Create().Start("test");
        DataViewSchema schema = BinarySchemaReader.Read(ReadFixture(), channel);
        VBuffer<double> first = default;
        VBuffer<double> second = default;
        schema["Annotated"].Annotations.GetValue("Sparse", ref first);
        VBufferEditor.CreateFromBuffer(ref first).Values[0] = 99;
        schema["Annotated"].Annotations.GetValue("Sparse", ref second);

        Assert.Equal([1.5, -2, 1e300], second.GetValues().ToArray());
    }

    [Fact]
    public void A_column_that_cannot_be_stored_is_left_out_and_logged()
    {
        var messages = new List<string>();
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Unknown", new UnknownType());
        schema.AddColumn("Number", NumberDataViewType.Single);
        using IChannel channel = TestEnvironment.Create((_, message) => messages.Add(message.Message)).Start("test");
        var stream = new MemoryStream();
        BinarySchemaWriter.Write(stream, schema.ToSchema(), channel, channel);

        Assert.Equal(["Number"], BinarySchemaReader.Read(stream.ToArray(), channel).Select(c => c.Name));
        Assert.Contains(messages, m => m.Contains("'Unknown'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_schema_of_nothing_that_can_be_stored_is_refused()
        => Assert.Throws<InvalidOperationException>(() => Write(new DataViewSchema.Builder().ToSchema()));

    [Theory]
    [InlineData(0)] // the signature
    [InlineData(18)] // the version that reads it becomes newer than the one that wrote it
    [InlineData(30)] // where the columns lie
    [InlineData(38)] // where the file ends
    [InlineData(47)] // the number of rows becomes negative
    [InlineData(51)] // the number of columns becomes negative
    public void Damage_in_the_header_is_reported(int position)
    {
        byte[] file = ReadFixture();
        file[position] ^= 0x81;
        using IChannel channel = TestEnvironment.Create().Start("test");

        Assert.Throws<FormatException>(() => BinarySchemaReader.Read(file, channel));
    }

    [Fact]
    public void A_newer_format_is_refused_as_MLNet_refuses_it()
    {
        byte[] file = ReadFixture();
        file[8] = file[16] = 7;
        using IChannel channel = TestEnvironment.Create().Start("test");

        Assert.Throws<InvalidOperationException>(() => BinarySchemaReader.Read(file, channel));
    }

    [Fact]
    public void Annotations_that_decompress_to_more_than_the_file_justifies_are_refused()
    {
        // The names of 1000 slots are 15 KB that deflate to 4 KB.
        byte[] file = ReadFixture();
        using IChannel channel = TestEnvironment.Create().Start("test");

        Assert.Equal(s_description, AllTypesSchema.Describe(BinarySchemaReader.Read(file, channel, allowance: 20_000)));
        Assert.Throws<FormatException>(() => BinarySchemaReader.Read(file, channel, allowance: 10_000));
    }

    internal static byte[] Write(DataViewSchema schema)
    {
        using IChannel channel = TestEnvironment.Create().Start("test");
        var stream = new MemoryStream();
        BinarySchemaWriter.Write(stream, schema, channel, channel);
        return stream.ToArray();
    }

    internal static byte[] ReadFixture()
    {
        using FileStream stream = File.OpenRead(Fixture.PathOf("Model/all-types.zip"));
        using var repository = new RepositoryReader(stream);
        return repository.ReadOrNull("Schema")!;
    }

    private sealed class UnknownType() : StructuredDataViewType(typeof(Version))
    {
        public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    }
}
