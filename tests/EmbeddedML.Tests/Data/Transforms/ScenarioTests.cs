using EmbeddedML.Tests.Data.Transforms.Scenarios;
using Microsoft.ML;

namespace EmbeddedML.Tests.Data.Transforms;

/// <summary>Every scenario gives what Microsoft.ML 5.0.0 gave: shapes, schemas, annotations, rows, and the bytes of the model file.</summary>
public class ScenarioTests
{
    public static TheoryData<string> Names => [.. RecordedScenarios.ByName.Keys];

    public static TheoryData<string> NamesWithFile => [.. RecordedScenarios.ByName.Values.Where(s => s.KeepsFile).Select(s => s.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Gives_what_was_recorded(string name)
    {
        Scenario scenario = RecordedScenarios.ByName[name];
        var ml = new MLContext(1);
        IEstimator<ITransformer> estimator = scenario.Estimator(ml.Transforms);
        ITransformer transformer = estimator.Fit(scenario.Train);
        Assert.Equal(RecordedScenarios.Of(name), Describe(scenario, estimator, transformer, Save(ml, transformer)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Gives_the_same_after_saving_and_loading(string name)
    {
        Scenario scenario = RecordedScenarios.ByName[name];
        var ml = new MLContext(1);
        IEstimator<ITransformer> estimator = scenario.Estimator(ml.Transforms);
        byte[] file = Save(ml, estimator.Fit(scenario.Train));
        ITransformer loaded = new MLContext().Model.Load(new MemoryStream(file), out _);
        Assert.Equal(RecordedScenarios.Of(name), Describe(scenario, estimator, loaded, Save(ml, loaded)));
    }

    [Theory, MemberData(nameof(NamesWithFile))]
    public void Loads_the_file_that_was_recorded(string name)
    {
        Scenario scenario = RecordedScenarios.ByName[name];
        var ml = new MLContext(1);
        ITransformer loaded = ml.Model.Load(RecordedScenarios.ModelFileOf(name), out _);
        Assert.Equal(RecordedScenarios.Of(name), Describe(scenario, scenario.Estimator(ml.Transforms), loaded, Save(ml, loaded)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Conforms(string name)
    {
        Scenario scenario = RecordedScenarios.ByName[name];
        IEstimator<ITransformer> estimator = scenario.Estimator(new MLContext(1).Transforms);
        TransformConformance.Check(estimator, scenario.Train, scenario.Apply ?? scenario.Train);
    }

    private static string Describe(Scenario scenario, IEstimator<ITransformer> estimator, ITransformer transformer, byte[] file)
        => (scenario.Describe(estimator, transformer, SchemaShape.Create(scenario.Train.Schema)) + Scenario.DescribeFile(new MemoryStream(file)))
            .ReplaceLineEndings("\n").TrimEnd('\n');

    private static byte[] Save(MLContext ml, ITransformer transformer)
    {
        var file = new MemoryStream();
        ml.Model.Save(transformer, null, file);
        return file.ToArray();
    }
}
