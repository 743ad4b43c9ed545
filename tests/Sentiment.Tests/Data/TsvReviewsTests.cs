using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Samples.Sentiment;

namespace Sentiment.Tests.Data;

public sealed class TsvReviewsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("label\ttext\n1\tA \"good\" film\n0\tbad", null, null)]
    [InlineData("review\tsentiment\nA \"good\" film\t1\nbad\t0\n", null, null)]
    [InlineData("id\tlabel\tauthor\ttext\nr1\t1\tme\tA \"good\" film\r\nr2\t0\tyou\tbad\r\n", null, null)]
    [InlineData("first\tlabel\ttext\ttitle\n1\t1\tA \"good\" film\tthe film of all the films\n1\t0\tbad\t\n", "label", "text")]
    public void Columns_are_chosen_by_content_or_by_name(string content, string? label, string? text)
    {
        File.WriteAllText(_file, content);
        IDataView rows = new TsvReviews(_file, label, text).Load(new MLContext());
        Assert.Equal(["A \"good\" film", "bad"], rows.GetColumn<string>("Text"));
        Assert.Equal([true, false], rows.GetColumn<bool>("Label"));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\0\u001F", "not UTF-8 text")]
    [InlineData("label\ttext\n", "no rows")]
    [InlineData("label text\n1 good", "no tab in its header, 'label text'")]
    [InlineData("label\ttext\n1\tgood\n0\n", "at line 3: there are 1 fields, but the header has 2")]
    [InlineData("label\ttext\n1\tgood\n\n0\tbad\textra\n", "at line 4: there are 3 fields, but the header has 2")]
    [InlineData("label\ttext\n1\tgood\n2\tbad\n", "'label' has '2' on line 3, 'text' has 'good' on line 2")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n", "'a', 'b'; choose one with --label-column")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n", "no column 'c' for --label-column; the columns are 'a', 'b', 'text'", "c")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n", "no column 'c' for --text-column", "a", "c")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n", "column 'a' cannot be both the label and the text column", "a", "a")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n0\t1\tbad\n", "at line 2: the label in column 'text' is 'good', but 1 or 0 is needed", "text")]
    public void Error_names_the_file_and_the_column_or_line(string content, string expectedError, string? label = null, string? text = null)
    {
        File.WriteAllText(_file, content);
        string message = Assert.Throws<InvalidDataException>(() => new TsvReviews(_file, label, text).Load(new MLContext())).Message;
        Assert.Contains(_file, message);
        Assert.Contains(expectedError, message);
    }
}
