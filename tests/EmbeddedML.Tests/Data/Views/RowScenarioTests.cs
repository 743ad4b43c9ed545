using EmbeddedML.Tests.Data.Transforms.Scenarios;
using Microsoft.ML;

namespace EmbeddedML.Tests.Data.Views;

/// <summary>Filters and splits, as recorded from Microsoft.ML 5.0.0.</summary>
public class RowScenarioTests
{
    private static readonly Dictionary<string, string> s_recorded = File.ReadAllText(Fixture.PathOf("Transforms/Rows.txt"))
        .ReplaceLineEndings("\n")
        .Split("== ", StringSplitOptions.RemoveEmptyEntries)
        .Select(text => text.Split('\n', 2))
        .ToDictionary(parts => parts[0], parts => parts[1].TrimEnd('\n'));

    public static TheoryData<string> Views => [.. RowScenarios.All.Select(s => s.Name)];

    public static TheoryData<string> Errors => [.. RowScenarios.Errors.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Views))]
    public void The_rows_are_the_recorded_ones(string name)
        => Assert.Equal(s_recorded[name], RowScenarios.Describe(RowScenarios.All.Single(s => s.Name == name).Views));

    [Theory]
    [MemberData(nameof(Errors))]
    public void Errors_are_of_the_recorded_type(string name)
        => Assert.Equal(s_recorded["error-" + name], RowScenarios.DescribeError(RowScenarios.Errors.Single(s => s.Name == name).Act));

    [Fact]
    public void Cursor_sets_of_a_filter_give_its_rows()
    {
        var ml = new MLContext(1);
        foreach ((_, Func<MLContext, IReadOnlyList<IDataView>> views) in RowScenarios.All)
        {
            foreach (IDataView view in views(ml))
                Transforms.TransformConformance.CheckCursorSets(view);
        }
    }
}
