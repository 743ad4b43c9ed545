namespace MLNetDeep.Docs.Tests;

/// <summary>The page on ML.NET's tools says which calls the compiler refuses. Each is compiled here, with ML.NET's trainer and with ours.</summary>
public class RefusedCallsTests
{
    private const string Sdca = "ml.BinaryClassification.Trainers.SdcaLogisticRegression()";
    private const string Ours = "ml.BinaryClassification.Trainers.LogisticRegression()";

    [Theory]
    [InlineData("ml.MulticlassClassification.Trainers.OneVersusAll(TRAINER);")]
    [InlineData("ml.MulticlassClassification.Trainers.PairwiseCoupling(TRAINER);")]
    [InlineData("ml.BinaryClassification.ChangeModelThreshold(TRAINER.Fit(data), 0.3f);")]
    [InlineData("ml.Transforms.CalculateFeatureContribution(TRAINER.Fit(data));")]
    public void The_compiler_refuses_our_trainer_and_accepts_that_of_ML_NET(string call)
    {
        Assert.Empty(Errors(call.Replace("TRAINER", Sdca, StringComparison.Ordinal)));
        Assert.NotEmpty(Errors(call.Replace("TRAINER", Ours, StringComparison.Ordinal)));
        Assert.Empty(Errors($"{Ours}.Fit(data);"));
    }

    private static string[] Errors(string call)
    {
        string[] lines =
        [
            "```csharp", "using Microsoft.ML;", "using MLNetDeep.Trainers;", "MLContext ml = new();",
            "IDataView data = ml.Data.LoadFromEnumerable(new[] { new { Label = true } });", call, "```",
        ];
        return PageProgram.Compile(MarkdownPage.Parse("page.md", lines)).Errors;
    }
}
