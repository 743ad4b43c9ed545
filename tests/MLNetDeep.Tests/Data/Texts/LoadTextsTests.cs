using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

public sealed class LoadTextsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    // Each file has the texts "good, or so" and "bad", the first one positive.
    [Theory]
    [InlineData("label\ttext\n1\tgood, or so\n0\tbad\n")]
    [InlineData("text,label\n\"good, or so\",1\nbad,0")]
    [InlineData("\"text\";\"label\"\r\n\"good, or so\";\"1\"\r\n\"bad\";\"0\"\r\n")]
    [InlineData("good, or so|pos\nbad|neg\n")]
    [InlineData("spam\tgood, or so\nham\tbad\n")]
    [InlineData("v1,v2,,,\nspam,\"good, or so\",,,\nham,bad,,,\n")]
    [InlineData("review\tsentiment\ngood, or so\tpositive\nbad\tNEGATIVE\n")]
    [InlineData("True\tgood, or so\nFalse\tbad\n")]
    [InlineData("1\tgood, or so\n-1\tbad\n")]
    [InlineData("1.0\tgood, or so\n0.0\tbad\n")]
    [InlineData("+1\tgood, or so\n-1.00\tbad\n")]
    [InlineData("Yes\tgood, or so\nno\tbad\n")]
    [InlineData(",text,label\n0,\"good, or so\",1\n1,bad,0\n")]
    [InlineData("Unnamed: 0\ttext\tlabel\n0\tgood, or so\t1\n1\tbad\t0\n")]
    [InlineData("id\tlabel\tauthor\ttext\nr1\t1\tme\tgood, or so\nr2\t0\tyou\tbad\n")]
    [InlineData("\n\n1\tgood, or so\n\n0\tbad\n\n")]
    [InlineData("Unnamed: 0.1\tUnnamed: 0\ttext\tlabel\n0\t0\tgood, or so\t1\n1\t1\tbad\t0\n")]
    [InlineData("target,date,text\n1,Mon Apr 06 22:19:45 PDT 2009,\"good, or so\"\n0,Mon Apr 06 22:19:46 PDT 2009,bad\n")]
    [InlineData("star_rating\tlabel\ttext\n5\t1\tgood, or so\n1\t0\tbad\n")]
    [InlineData("1\tr1\tgood, or so\n0\tr2\tbad\n")]
    [InlineData("1\tmy class\tgood, or so\n0\tx\tbad\n")]
    [InlineData("score_of_author\tuser_label\ttext\n5\t1\tgood, or so\n1\t0\tbad\n")]
    public void Separator_header_columns_and_labels_are_found_out(string content)
    {
        IDataView view = _ml.Data.LoadTexts(Write(content), null, out TextFileFormat format);
        Assert.Equal("Text: String, Label: Boolean", string.Join(", ", view.Schema));
        Assert.Equal(["good, or so", "bad"], view.GetColumn<string>("Text"));
        Assert.Equal([true, false], view.GetColumn<bool>("Label"));
        Assert.Equal((2, 2, 1), (view.GetRowCount(), format.RowCount, format.PositiveCount));
    }

    // ML.NET's text loader takes the second line for a comment.
    [Fact]
    public void Lines_that_look_like_comments_are_rows()
    {
        IDataView view = _ml.Data.LoadTexts(Write("// no\t1\n# yes\t0\n\n//\t1\n"), null, out TextFileFormat format);
        Assert.Equal(["// no", "# yes", "//"], view.GetColumn<string>("Text"));
        Assert.Equal((3, 2, 1, false), (format.RowCount, format.PositiveCount, format.BlankLineCount, format.HasHeader));
    }

    [Theory]
    [InlineData("1\ttext\n0\tbad\n1\tgood\n", null, true, 2)]
    [InlineData("1\ta text\n0\tbad\n1\tgood\n", null, false, 3)]
    [InlineData("0\t1\n1\tgood\n0\tbad\n", null, false, 3)]
    [InlineData("0\t1\n1\tgood\n0\tbad\n", true, true, 2)]
    [InlineData("label\ttext\n1\tgood\n", null, true, 1)]
    [InlineData("1\tgood\n", null, false, 1)]
    [InlineData("spam\tspam\nspam\tham\nham\tspam spam\n", null, false, 3)]
    public void A_first_line_with_a_label_is_a_row(string content, bool? option, bool hasHeader, int rows)
    {
        _ml.Data.LoadTexts(Write(content), new TextFileOptions { HasHeader = option, LabelColumn = "1" }, out TextFileFormat format);
        Assert.Equal((hasHeader, rows), (format.HasHeader, format.RowCount));
    }

    [Theory]
    [InlineData("label\ttext\n1\t\"two\nlines\t\"\"so\"\"\"\n0\t\"\"\n", true, "two\nlines\t\"so\"|")]
    [InlineData("label\ttext\n1\t\"one\"\n0\ttwo\n", true, "one|two")]
    [InlineData("label\ttext\n1\tA \"good\" film\n0\t\"bad\"\n", false, "A \"good\" film|\"bad\"")]
    [InlineData("label\ttext\n1\t\"Unclosed\n0\tbad\n", false, "\"Unclosed|bad")]
    [InlineData("\"Bad\t0\nGood\"\t1\n", false, "\"Bad|Good\"")]
    [InlineData("5\" is small,0\nlarge,1\n", false, "5\" is small|large")]
    [InlineData("\"a\r\n\r\nb\",0\r\n\"c\"\"\",1\r\n", true, "a\r\n\r\nb|c\"")]
    public void Quotation_marks_are_read_as_the_file_uses_them(string content, bool hasQuotes, string texts)
    {
        IDataView view = _ml.Data.LoadTexts(Write(content), null, out TextFileFormat format);
        Assert.Equal(texts, string.Join('|', view.GetColumn<string>("Text")));
        Assert.Equal(hasQuotes, format.HasQuotes);
    }

    [Theory]
    [InlineData("4.5\tgood\n3\tfair\n1\tpoor\n", "100")]
    [InlineData("stars\ttext\n5\tgood\n4\tfair\n3.9\tpoor\n", "110")]
    [InlineData("id\tstars\ttext\n7\t5\tgood\n8\t4\tfair\n7\t3.9\tpoor\n", "110")]
    public void A_threshold_divides_stars(string content, string labels)
    {
        IDataView view = _ml.Data.LoadTexts(Write(content), new TextFileOptions { Threshold = 4 }, out TextFileFormat format);
        Assert.Equal(labels, Labels(view));
        Assert.Equal(("4 or more", "less than 4"), (format.PositiveLabel, format.NegativeLabel));
    }

    [Fact]
    public void The_first_row_takes_part_in_finding_the_labels()
    {
        Assert.Equal("011", Labels(_ml.Data.LoadTexts(Write("-1\ta\n1\tb\n1\tc\n"))));
        Assert.Equal("011", Labels(_ml.Data.LoadTexts(Write("-1\tx\ta\n1\ty\tb\n1\tz\tc\n"))));
        Assert.Equal("11", Labels(_ml.Data.LoadTexts(Write("1\ta\n1\tb\n"))));
    }

    [Fact]
    public void Other_labels_are_named_by_options()
    {
        string path = Write("\"1\",\"a, b\",\"poor\"\n\"2\",\"c\",\"fine\"\n");
        Assert.Contains("set PositiveLabel and NegativeLabel, or", LoadError(path));
        TextFileOptions options = new() { PositiveLabel = "2", NegativeLabel = "1" };
        Assert.Equal("01", Labels(_ml.Data.LoadTexts(path, options)));
        Assert.Equal("10", Labels(_ml.Data.LoadTexts(path, options with { PositiveLabel = "POOR", NegativeLabel = " fine ", LabelColumn = "3" })));
    }

    [Theory]
    [InlineData("label", "text", "good")]
    [InlineData("LABEL", "Title", "all of it, a title")]
    [InlineData("2", "4", "all of it, a title")]
    [InlineData("first", null, "good")]
    public void Columns_are_named_by_name_or_number(string label, string? text, string expected)
    {
        string path = Write("first\tlabel\ttext\ttitle\n1\t1\tgood\tall of it, a title\n1\t0\tbad\t\n");
        IDataView view = _ml.Data.LoadTexts(path, new TextFileOptions { LabelColumn = label, TextColumn = text });
        Assert.Equal(expected, view.GetColumn<string>("Text").First());
        Assert.Equal(label == "first" ? "11" : "10", Labels(view));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n\n", "is empty")]
    [InlineData("label\ttext\n", "has a header, but no rows")]
    [InlineData("label text\n1 good", "has no tab, comma, semicolon or vertical bar in its first line")]
    [InlineData("label\ttext\n1\tgood\n0\n", "at line 3: there are 1 fields, but line 1 has 2")]
    [InlineData("label\ttext\n1\tgood\n\n0\tbad\textra\n", "at line 4: there are 3 fields, but line 1 has 2")]
    [InlineData("label\ttext\n1\tgood\n2\tbad\n", "'label' has '2' on line 3, column 'text' has 'good' on line 2")]
    [InlineData("label\ttext\n1\tgood\n0\tbad\n-1\tfair\n", "'label' has '-1' on line 4")]
    [InlineData("label\ttext\n1\tgood\n\tbad\n", "'label' has '' on line 3")]
    [InlineData("spma\tA prize, claim it now!\nspam\tBuy\nham\tHi\n", "at line 1: the label is 'spma', but spam or ham is needed")]
    [InlineData("2\tfine\n1\tgood\n0\tbad\n", "at line 1: the label is '2', but 1 or 0 is needed")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n0\t1\tbad\n", "column 'a', column 'b'; choose one with LabelColumn")]
    [InlineData("star_rating\tverified\ttext\n5\tY\tgood\n1\tN\tbad\n", "column 'verified' has a label in every row, but column 'star_rating', by its name the label, has '5' on line 2; choose the label with LabelColumn")]
    [InlineData("reviewScore,ok,text\n5,Y,good\n1,N,bad\n", "but column 'reviewScore', by its name the label, has '5' on line 2")]
    [InlineData("id,mood,trust,text\n7,up,1.0,good\n8,down,1.0,bad\n", "column 'trust' has a label in every row, but it has the same label in all rows; choose the label with LabelColumn")]
    [InlineData("7,up,1.0,good film\n8,down,1.0,bad film\n", "column '1.0' has a label in every row, but it has the same label in all rows")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n", "no column 'c' for LabelColumn; the columns are 'a', 'b', 'text'", "c")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n", "no column 'c' for TextColumn", "a", "c")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n", "no column '4' for TextColumn", "a", "4")]
    [InlineData("a\ta\ttext\n1\t0\tgood\n", "several columns 'a', 1, 2; set LabelColumn to one of these numbers", "a")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n", "column 'a' cannot be both the label and the text column", "a", "a")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n0\t1\tbad\n", "at line 2: the label in column 'text' is 'good', but 1 or 0; ", "text")]
    [InlineData("text,label\n\"a\nb,1\nc,0\n", "at line 5 (in the record from line 2): the file ends inside a quoted field")]
    [InlineData("text,label\n\"a\n\nb\",1\n\"c\",2\n", "'label' has '2' on line 5")]
    [InlineData("text,label\na,1\rb,0\n", "at line 2 (in the record from line 2): a carriage return is not followed by a line feed")]
    [InlineData("1\tgo\0od\n0\tbad\n", "at line 1: there is a NUL character, so this is not text in the encoding utf-8. If the file has another encoding, such as utf-16, set Encoding")]
    public void Error_names_the_file_and_the_column_or_line(string content, string expected, string? label = null, string? text = null)
    {
        string path = Write(content);
        string message = LoadError(path, new TextFileOptions { LabelColumn = label, TextColumn = text });
        Assert.Contains($"'{path}'", message);
        Assert.Contains(expected, message);
    }

    // The é is beyond the first block that is read, and on different sides of a block's end.
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(16_377)]
    [InlineData(16_378)]
    [InlineData(16_379)]
    [InlineData(100_000)]
    public void Latin_1_is_refused_by_line_or_read_by_option(int length)
    {
        string text = new('x', length);
        string path = _folder.Write("latin.tsv", Encoding.Latin1.GetBytes($"1\t{text}\n0\tnaïve\n1\tok\n"));
        string message = LoadError(path);
        Assert.Contains("at line 2: the bytes 0xEF are not text in the encoding utf-8", message);
        Assert.Contains("such as windows-1252 or iso-8859-1", message);
        IDataView view = _ml.Data.LoadTexts(path, new TextFileOptions { Encoding = Encoding.Latin1 }, out TextFileFormat format);
        Assert.Equal([text, "naïve", "ok"], view.GetColumn<string>("Text"));
        Assert.Equal("iso-8859-1", format.Encoding);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_byte_order_mark_says_the_encoding(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string path = _folder.Write("marked.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes("label,text\n1,naïve 中\n0,b\n")]);
        IDataView view = _ml.Data.LoadTexts(path, new TextFileOptions { Encoding = Encoding.Latin1 }, out TextFileFormat format);
        Assert.Equal(["naïve 中", "b"], view.GetColumn<string>("Text"));
        Assert.Equal((encoding.WebName, "label"), (format.Encoding, format.LabelColumnName));
    }

    [Fact]
    public void Gzipped_files_are_read()
    {
        string path = _folder.Write("texts.csv.gz", Idx.Gzip("label,text\n1,\"a\nb\"\n0,c\n"u8.ToArray()));
        Assert.Equal(["a\nb", "c"], _ml.Data.LoadTexts(path).GetColumn<string>("Text"));
    }

    [Fact]
    public void The_format_says_in_words_what_was_read_and_what_was_not()
    {
        _ml.Data.LoadTexts(Write("id,label,text\n\n7,ham,\"Hi, you\"\n8,spam,\n9,ham,b\n"), null, out TextFileFormat format);
        Assert.Equal(
            """
            3 rows, 1 of them positive, 1 with an empty text, 1 empty lines skipped; comma between the fields, fields may be quoted, a header in the first line, encoding utf-8.
            Label: column 2, 'label', spam is positive, ham is negative. Text: column 3, 'text'. Not used: column 1.
            """,
            format.ToString(), ignoreLineEndingDifferences: true);
        _ml.Data.LoadTexts(Write("1\tsay \"hi\"\n0\tb\n"), null, out format);
        Assert.Contains("tab between the fields, quotation marks are part of the text, no header: the first line is a row", format.ToString());
        Assert.EndsWith("Label: column 1, 1 is positive, 0 is negative. Text: column 2.", format.ToString());
    }

    [Fact]
    public void Changed_files_are_refused_as_they_are_read()
    {
        IDataView view = _ml.Data.LoadTexts(Write("1\ta\n0\tb\n"));
        Write("1\ta\n2\tb\n");
        Assert.Contains("at line 2: the label is '2'", Assert.Throws<InvalidDataException>(() => Labels(view)).Message);
        Write("1\ta\n0\n");
        Assert.Contains("at line 2: there are 1 fields", Assert.Throws<InvalidDataException>(() => Labels(view)).Message);
    }

    [Fact]
    public void Invalid_options_are_refused()
    {
        TextFileOptions options = new();
        Assert.Contains("U+0022", Assert.Throws<ArgumentOutOfRangeException>("Separator", () => options with { Separator = '"' }).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentOutOfRangeException>("Threshold", () => options with { Threshold = double.NaN }).Message);
        Assert.Throws<ArgumentException>("TextColumn", () => options with { TextColumn = "" });
        string path = Write("1\ta\n0\tb\n");
        Assert.Contains("set together", OptionError(options with { PositiveLabel = "x" }));
        Assert.Contains("cannot be combined", OptionError(options with { PositiveLabel = "x", NegativeLabel = "y", Threshold = 1 }));
        Assert.Contains("are the same", OptionError(options with { PositiveLabel = "1", NegativeLabel = "1.0" }));
        Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadTexts(_folder.File("nowhere.tsv")));
        Assert.Contains(
            "is a folder, but a file is needed",
            Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadTexts(_folder.FullName)).Message);

        string OptionError(TextFileOptions invalid) => Assert.Throws<ArgumentException>(() => _ml.Data.LoadTexts(path, invalid)).Message;
    }

    [Fact]
    public void Lines_without_labels_are_texts_also_empty_ones()
    {
        string path = _folder.Write("lines.txt", "\uFEFFone\r\n\ntwo\t\"x"u8.ToArray());
        IDataView view = _ml.Data.LoadTextLines(path);
        Assert.Equal("Text: String", string.Join(", ", view.Schema));
        Assert.Equal(["one", "", "two\t\"x"], view.GetColumn<string>("Text"));
        File.WriteAllBytes(path, [.. "a\nb\n"u8, 0xE9]);
        Assert.Equal(["a", "b", "é"], _ml.Data.LoadTextLines(path, Encoding.Latin1).GetColumn<string>("Text"));
        Assert.Contains("at line 3: ", Assert.Throws<InvalidDataException>(() => view.GetColumn<string>("Text").Count()).Message);
        File.Delete(path);
        Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadTextLines(path));
    }

    private string Write(string content) => _folder.Write("texts", Encoding.UTF8.GetBytes(content));

    private string LoadError(string path, TextFileOptions? options = null) =>
        Assert.Throws<InvalidDataException>(() => _ml.Data.LoadTexts(path, options)).Message;

    private static string Labels(IDataView view) => string.Concat(view.GetColumn<bool>("Label").Select(label => label ? 1 : 0));
}
