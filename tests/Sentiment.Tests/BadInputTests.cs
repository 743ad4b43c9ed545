using Microsoft.ML;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Sentiment;
using MLNetDeep.Transforms;
using Samples.Tests;

namespace Sentiment.Tests;

/// <summary>Tests that an invalid command line, file or data set is reported as one line.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly SmallReviews _data = new();

    private string Model => _data.File("model.zip");

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("Unrecognized", "--nonsense")]
    [InlineData("separated by commas, but it is '5,x'", "--hidden", "5,x")]
    [InlineData("is 0; accepted: 1 or more", "--words", "0")]
    [InlineData("is 4; accepted: 1 to 3", "--ngrams", "4")]
    [InlineData("'binary' 'count' 'frequency' 'tfidf'", "--weighting", "best")]
    [InlineData("is 1; accepted: 0 or more, below 1", "--dropout", "1")]
    [InlineData("0 or more, finite", "--l2", "-1")]
    [InlineData("above 0", "--learning-rate", "0")]
    [InlineData("is 0; accepted: 1 or more", "--epochs", "0")]
    [InlineData("is 1; accepted: 0 or more, below 1", "--validation", "1")]
    [InlineData("accepted: 0 or more", "--patience", "-1")]
    [InlineData("--validation is 0", "--patience", "1", "--validation", "0")]
    [InlineData("--validation is 0", "--compare", "--validation", "0")]
    [InlineData("--test-last must be at least 1, but it is 0", "--test-last", "0")]
    [InlineData("--folds must be at least 2, but it is 1", "--folds", "1")]
    [InlineData("--test-last cannot be combined with --folds", "--folds", "2", "--test-last", "5")]
    [InlineData("--save cannot be combined with --folds", "--folds", "2", "--save", "x.zip")]
    [InlineData("--epochs cannot be combined with --load", "--load", "x.zip", "--epochs", "5")]
    [InlineData("--folds cannot be combined with --load", "--load", "x.zip", "--folds", "5")]
    [InlineData("Only one of --data, --imdb or --tsv", "--imdb", "x.csv")]
    [InlineData("--svg needs --compare", "--svg", "x.svg")]
    [InlineData("is empty", "--json", "")]
    public void An_invalid_option_reports_one_line_and_exit_code_2(string expectedError, params string[] arguments)
    {
        SampleRun run = _data.Run(arguments);
        Assert.Equal((ExitCodes.InvalidOption, ""), (run.ExitCode, run.Output));
        Assert.Contains(expectedError, run.ErrorLine);
        Assert.DoesNotContain("Parameter '", run.ErrorLine);
    }

    [Theory]
    [InlineData("--json, --report, --open and --test-last need data", "--load", "x.zip", "--json", "x.json")]
    [InlineData("--label-column needs --tsv", "--label-column", "x")]
    [InlineData("--threshold needs --tsv", "--imdb", "x", "--threshold", "3")]
    [InlineData("--keras-offsets needs --imdb", "--keras-offsets")]
    [InlineData("--arrays needs --imdb", "--arrays", "a,b,c,d")]
    [InlineData("accepted: four names", "--imdb", "x", "--arrays", "a,b,c")]
    [InlineData("--positive and --negative must be set together", "--tsv", "x", "--positive", "2")]
    [InlineData("--threshold cannot be combined", "--tsv", "x", "--positive", "2", "--negative", "1", "--threshold", "3")]
    [InlineData("--threshold is NaN; accepted: finite numbers", "--tsv", "x", "--threshold", "NaN")]
    [InlineData("--encoding is 'utf-7'; accepted: the name of an encoding", "--tsv", "x", "--encoding", "utf-7")]
    [InlineData("--encoding is 'klingon'", "--tsv", "x", "--encoding", "klingon")]
    public void An_option_without_its_required_option_is_reported(string expectedError, params string[] arguments)
    {
        SampleRun run = SmallReviews.RunSample(arguments);
        Assert.Equal((ExitCodes.InvalidOption, ""), (run.ExitCode, run.Output));
        Assert.Contains(expectedError, run.ErrorLine);
    }

    [Theory]
    [InlineData("nowhere.tsv", "--tsv", "{}/nowhere.tsv")]
    [InlineData("neither a folder nor a file", "--imdb", "{}/nowhere")]
    [InlineData("For another file of labelled texts, use --tsv.", "--imdb", "{}/reviews.tsv")]
    [InlineData("--data DIR", "--data", "{}/nowhere")]
    [InlineData("no file", "--file", "{}/nowhere.txt")]
    [InlineData("no model", "--load", "{}/nowhere.zip")]
    [InlineData("reviews.tsv' cannot be loaded", "--load", "{}/reviews.tsv")]
    [InlineData("no folder", "--save", "{}/nowhere/model.zip")]
    [InlineData("no folder", "--json", "{}/nowhere/report.json")]
    [InlineData("no folder", "--compare", "--svg", "{}/nowhere/curves.svg")]
    [InlineData("is a folder", "--save", "{}")]
    [InlineData("is within the limits of the options", "--tsv", "{}/reviews.tsv", "--min-count", "10000")]
    [InlineData("leaves no rows for training", "--tsv", "{}/reviews.tsv", "--validation", "0.9999")]
    [InlineData("leaves no row to train on", "--tsv", "{}/reviews.tsv", "--test-last", "200")]
    [InlineData("too many for 200 rows", "--tsv", "{}/reviews.tsv", "--folds", "101")]
    [InlineData("smaller learning rate", "--tsv", "{}/reviews.tsv", "--optimizer", "sgd", "--learning-rate", "1e30")]
    public void Unusable_files_or_data_report_one_line_and_exit_code_1(string expectedError, params string[] arguments)
    {
        string[] withFolder = Array.ConvertAll(arguments, argument => argument.Replace("{}", _data.Folder, StringComparison.Ordinal));
        SampleRun run = SmallReviews.RunSample(withFolder);
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.DoesNotContain("Epoch", run.Output);
        Assert.Contains(expectedError, run.ErrorLine);
        Assert.DoesNotContain("Parameter '", run.ErrorLine);
    }

    [Fact]
    public void Loading_a_model_with_a_different_pipeline_is_reported()
    {
        MLContext ml = new();
        Microsoft.ML.IDataView rows = new TextFileReviews(_data.Tsv).Load(ml, TextWriter.Null);
        ml.Model.Save(ml.Transforms.Text.BagOfWords("Features", "Text").Fit(rows), rows.Schema, Model);
        SampleRun run = SmallReviews.RunSample("--load", Model);
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("must be a bag of words or word indices followed by a binary network, but it consists of BagOfWordsTransformer", run.ErrorLine);
    }
}
