using Microsoft.ML;
using MLNetDeep.Trainers;

namespace MLNetDeep.Conformance;

/// <summary>Every estimator has cases, and each of them does what every estimator must do.</summary>
public class EstimatorTests
{
    public static TheoryData<string> Names => [.. EstimatorCases.All(new()).Select(estimatorCase => estimatorCase.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Conforms(string name)
    {
        MLContext ml = new(seed: 1);
        EstimatorCase estimatorCase = EstimatorCases.All(ml).Single(candidate => candidate.Name == name);
        EstimatorConformance.Check(estimatorCase.Estimator(ml), estimatorCase.Data, estimatorCase.Lacking, estimatorCase.Wrong);
    }

    [Fact]
    public void Every_estimator_has_cases() =>
        Assert.Equal(
            typeof(NetworkTrainer).Assembly.GetExportedTypes().Where(IsEstimator).Select(type => type.Name).Order(StringComparer.Ordinal),
            Found.Create<EstimatorCases>().Select(cases => cases.Estimator.Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_case_is_of_its_estimator()
    {
        MLContext ml = new(seed: 1);
        Assert.All(
            Found.Create<EstimatorCases>(),
            cases => Assert.All(cases.Cases(ml), estimatorCase => Assert.IsType(cases.Estimator, estimatorCase.Estimator(ml))));
    }

    private static bool IsEstimator(Type type) =>
        !type.IsAbstract && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEstimator<>));
}
