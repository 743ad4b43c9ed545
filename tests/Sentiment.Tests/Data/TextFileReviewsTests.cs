using System.IO.Compression;
using System.Text;
using MLNetDeep.Samples;
using Samples.Tests;

namespace Sentiment.Tests.Data;

/// <summary>Tests the options for files of labelled texts. The loader itself is tested in MLNetDeep.Tests.</summary>
public sealed class TextFileReviewsTests : IDisposable
{
    private readonly SmallReviews _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("{0}\t{1}", "0", "1", "tab between the fields", "no header: the first line is a row")]
    [InlineData("{0}\t{1}", "ham", "spam", "spam is positive, ham is negative", "Label: column 1", "--header", "no", "--label-column", "1")]
    [InlineData("\"{1}\n, more\",{0}", "neg", "POS", "comma between the fields", "Text: column 1", "--quotes", "yes")]
    [InlineData("{0};{1}", "1", "2", "2 is positive", "semicolon", "--positive", "2", "--negative", "1", "--separator", "semicolon")]
    [InlineData("{0}|{1}", "2.5", "5", "4 or more is positive", "vertical bar", "--threshold", "4", "--text-column", "2")]
    public void The_format_is_found_out_or_set_and_said(
        string format, string negative, string positive, string said, string alsoSaid, params string[] options)
    {
        string[] rows = [.. Enumerable.Range(0, 100).Select(
            i => string.Format(null, format, i % 2 == 1 ? positive : negative, SmallReviews.Text(i).Replace(",", "")))];
        SampleRun run = Run(Encoding.UTF8.GetBytes(string.Join('\n', rows)), options);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains("100 rows, 50 of them positive", run.Output);
        Assert.Contains(said, run.Output);
        Assert.Contains(alsoSaid, run.Output);
        Assert.Contains("(10.0/(10.0+10.0))", run.Output);
    }

    // ML.NET's text loader would leave out every second row as a comment.
    [Fact]
    public void Rows_that_look_like_comments_are_kept()
    {
        string[] rows = [.. Enumerable.Range(0, 100).Select(i => $"{(i % 2 == 1 ? "//" : "")} {SmallReviews.Text(i)}\t{i % 2}")];
        SampleRun run = Run(Encoding.UTF8.GetBytes(string.Join('\n', rows)));
        Assert.Contains("(10.0/(10.0+10.0))", run.Output);
    }

    [Fact]
    public void Latin_1_is_refused_by_line_unless_the_encoding_is_given()
    {
        string[] rows = [.. Enumerable.Range(0, 100).Select(i => $"{i % 2}\t{(i == 1 ? "naïve " : "")}{SmallReviews.Text(i)}")];
        byte[] file = Encoding.Latin1.GetBytes(string.Join('\n', rows));
        SampleRun refused = Run(file);
        Assert.Equal(ExitCodes.Failure, refused.ExitCode);
        Assert.Contains("at line 2: the bytes 0xEF are not text in the encoding utf-8.", refused.ErrorLine);
        Assert.EndsWith("set --encoding.", refused.ErrorLine.TrimEnd());
        foreach (string name in (string[])["latin1", "iso-8859-1", "windows-1252"])
        {
            SampleRun read = Run(file, "--encoding", name, "--text", "naïve", "--explain", "--words", "1000");
            Assert.Equal((ExitCodes.Success, ""), (read.ExitCode, read.Error));
            Assert.Contains(" naïve", read.OutputAfter("% "));
        }
    }

    [Fact]
    public void Texts_to_classify_are_read_in_the_encoding_and_unpacked()
    {
        string texts = _data.File("texts.gz");
        using (GZipStream gzip = new(File.Create(texts), CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.Latin1.GetBytes("a naïve film\n"));
        }

        Assert.Contains("at line 1: the bytes 0xEF", _data.Run("--file", texts).ErrorLine);
        Assert.Contains("  a naïve film", _data.Run("--file", texts, "--encoding", "latin1").Output);
    }

    [Theory]
    [InlineData("label\ttext\n1\tgood\n2\tbad\n", "For other labels set --positive and --negative, or for numbers, such as stars, --threshold.")]
    [InlineData("a\tb\ttext\n1\t0\tgood\n0\t1\tbad\n", "choose one with --label-column")]
    [InlineData("2\tfine\n1\tgood\n0\tbad\n", "If it is one, set --header")]
    [InlineData("label text\n1 good", "set --separator")]
    public void Errors_name_the_option_to_set(string content, string expected)
    {
        SampleRun run = Run(Encoding.UTF8.GetBytes(content));
        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.ErrorLine);
    }

    private SampleRun Run(byte[] file, params string[] options)
    {
        string path = _data.File("texts");
        File.WriteAllBytes(path, file);
        return SmallReviews.RunSample(["--texts", path, "--test-last", "20", "--epochs", "1", .. options]);
    }
}
