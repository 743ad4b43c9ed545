using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

public sealed class LoadImdbCsvTests : IDisposable
{
    private const string Content =
        "review,sentiment\r\n\"One, two\",positive\r\nplain,negative\r\n\"He said \"\"no\"\"\r\n\nand left\",negative\n\n\"\",Positive\n,negative";

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    // The file has five reviews. The first three are the training set.
    [Theory]
    [InlineData(ImdbSplit.All, "One, two|plain|He said \"no\"\r\n\nand left||", "10010")]
    [InlineData(ImdbSplit.Train, "One, two|plain|He said \"no\"\r\n\nand left", "100")]
    [InlineData(ImdbSplit.Test, "|", "10")]
    public void Quoted_fields_can_contain_commas_quotation_marks_and_line_breaks(ImdbSplit split, string texts, string labels)
    {
        IDataView view = Load(Content, split);
        Assert.Equal("Text: String, Label: Boolean", string.Join(", ", view.Schema));
        Assert.Equal(texts, string.Join('|', view.GetColumn<string>("Text")));
        Assert.Equal(labels, string.Concat(view.GetColumn<bool>("Label").Select(l => l ? 1 : 0)));
        Assert.Equal(labels.Length, view.GetRowCount());
    }

    [Theory]
    [InlineData("reviews.csv", false)]
    [InlineData("reviews.CSV.gz", true)]
    public void The_file_can_be_gzipped_with_columns_in_either_order(string name, bool gzip)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("\uFEFFSentiment,Review\nnegative,\"a\nb\"\n");
        string path = _folder.Write(name, gzip ? Idx.Gzip(bytes) : bytes);
        IDataView view = _ml.Data.LoadImdb(path, ImdbSplit.All);
        Assert.Equal(["a\nb"], view.GetColumn<string>("Text"));
        Assert.Equal([false], view.GetColumn<bool>("Label"));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("text,sentiment\na,1\n", "has no column 'review' for TextColumn; the columns are 'text', 'sentiment'")]
    [InlineData("review,sentiment,id\n", "has a header, but no rows")]
    [InlineData("review,sentiment\na,good\n", "at line 2: the label in column 'sentiment' is 'good'")]
    [InlineData("review,sentiment\na,b,positive\n", "at line 2: there are 3 fields")]
    [InlineData("review,sentiment\n\"a\n\nb\",positive\nc\n", "at line 5: there are 1 fields")]
    [InlineData("review,sentiment\na,1\n\"b\nc,1\n", "at line 5 (in the record from line 3): the file ends inside a quoted field")]
    [InlineData("review,sentiment\n\"a\"b,1\n", "at line 2 (in the record from line 2): there is text after the closing quotation mark of a field")]
    [InlineData("review,sentiment\na \"b\",1\n", "at line 2 (in the record from line 2): a quotation mark is inside")]
    [InlineData("review,sentiment\na,1\rb,1\n", "at line 2 (in the record from line 2): a carriage return is not followed by a line feed")]
    public void Invalid_record_error_names_the_line(string content, string message) =>
        Assert.Contains($"'{_folder.File("reviews.csv")}' {message}", Assert.Throws<InvalidDataException>(() => Load(content).GetColumn<string>("Text").Count()).Message);

    // With a limit of five characters, plain and quoted fields of five characters are read; fields of six throw.
    [Theory]
    [InlineData("abcde,\"f\"\"gh,\"\n", "abcde|f\"gh,")]
    [InlineData("abcdef,1\n", null)]
    [InlineData("1,\"abc\"\"de\"\n", null)]
    public void A_field_that_is_too_long_throws(string content, string? expected)
    {
        using CsvReader reader = new(_folder.Write("fields.csv", Encoding.UTF8.GetBytes(content)), CsvSyntax.Csv, maxFieldLength: 5);
        if (expected is null)
        {
            Assert.Contains("at line 1: a text is longer than 5 characters", Assert.Throws<InvalidDataException>(() => reader.Read()).Message);
        }
        else
        {
            Assert.Equal((true, expected), (reader.Read(), string.Join('|', reader.Fields)));
        }

        using TextFile file = new(_folder.Write("lines.txt", "abcde\r\nabcdef\n"u8.ToArray()), maxTextLength: 6);
        Assert.Equal(("abcde", "abcdef", null), (file.ReadLine(), file.ReadLine(), file.ReadLine()));
    }

    // pandas writes its index as a column without a name.
    [Fact]
    public void Other_columns_are_not_used()
    {
        IDataView view = Load(",review,sentiment,id\n0,a,positive,x\n1,\"b, c\",negative,y\n");
        Assert.Equal(["a", "b, c"], view.GetColumn<string>("Text"));
        Assert.Equal([true, false], view.GetColumn<bool>("Label"));
    }

    [Fact]
    public void Latin_1_is_read_by_option()
    {
        string path = _folder.Write("reviews.csv", Encoding.Latin1.GetBytes("review,sentiment\nnaïve,1\n"));
        Assert.Contains("at line 2: the bytes 0xEF", Assert.Throws<InvalidDataException>(() => _ml.Data.LoadImdb(path, ImdbSplit.All)).Message);
        IDataView view = _ml.Data.LoadImdb(path, ImdbSplit.All, new ImdbOptions { Encoding = Encoding.Latin1 });
        Assert.Equal(["naïve"], view.GetColumn<string>("Text"));
    }

    [Fact]
    public void A_file_longer_than_the_buffer_is_read()
    {
        string[] texts = Enumerable.Range(0, 3000).Select(i => $"{i}, \"{new string('é', i % 50)}\"\n").ToArray();
        string content = "review,sentiment\n" + string.Concat(texts.Select((t, i) => $"\"{t.Replace("\"", "\"\"")}\",{i % 2}\r\n"));
        Assert.Equal(texts, Load(content).GetColumn<string>("Text"));
        Assert.Equal(1500, Load(content, ImdbSplit.Test).GetColumn<bool>("Label").Count());
    }

    private IDataView Load(string content, ImdbSplit split = ImdbSplit.All) =>
        _ml.Data.LoadImdb(_folder.Write("reviews.csv", Encoding.UTF8.GetBytes(content)), split);
}
