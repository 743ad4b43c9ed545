using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Interop;

namespace MLNetDeep.Tests.Interop;

public class InteropSelfTestTests
{
    [Fact]
    public void No_accessed_ML_NET_member_is_missing() => Assert.Equal("", string.Join("\n", InteropSelfTest.FindMissing()));

    [Fact]
    public void The_loader_implements_the_internal_interfaces_that_ML_NET_looks_for()
    {
        Assert.Empty(InteropSelfTest.MissingInLoader());
        Assert.Contains(typeof(FeatureTransformer).GetInterfaces(), type => type.FullName == "Microsoft.ML.ISingleFeaturePredictionTransformer");
        Assert.Contains(typeof(TransformedView).GetInterfaces(), type => type.FullName == "Microsoft.ML.Model.OnnxConverter.ITransformCanSaveOnnx");
    }

    [Theory]
    [InlineData("OnnxContext", "CreateNode", "GetNodeName", "ContainsColumn", "IsVariableDefined", "GetVariableName", "AddIntermediateVariable",
        "AddInitializer", "CheckOpSetVersion")]
    [InlineData("OnnxNode", "AddAttribute")]
    [InlineData("ICancelable", "get_IsCanceled")]
    public void The_members_that_the_loader_calls_are_checked(string type, params string[] members) => Assert.Equal(
        members.Order(),
        InteropSelfTest.LoaderMembers().Where(member => member.Member?.DeclaringType?.Name == type).Select(member => member.Member!.Name).Distinct().Order());

    [Fact]
    public void Every_extern_method_is_checked_by_the_self_test()
    {
        IEnumerable<MethodInfo> externs = typeof(MLNetInternals).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(m => m.GetMethodBody() is null);
        Assert.Equal(externs.Select(m => m.ToString()).Order(), InteropSelfTest.Accessors().Select(m => m.ToString()).Order());
        Assert.Equal(15, InteropSelfTest.Accessors().Count());
    }

    // Calls the environment accessors, since the self-test only checks that their members exist. Tests that save models call the remaining
    // accessors.
    [Fact]
    public void The_environment_of_each_catalog_belongs_to_the_context()
    {
        MLContext ml = new(seed: 17);
        IHostEnvironment[] environments =
        [
            MLNetInternals.EnvironmentOf(ml.MulticlassClassification.Trainers),
            MLNetInternals.EnvironmentOf(ml.Transforms),
            MLNetInternals.EnvironmentOf(ml.Transforms.Conversion),
            MLNetInternals.EnvironmentOf(ml.Transforms.Text),
            MLNetInternals.EnvironmentOf(ml.Data),
        ];
        Assert.All(environments, env => Assert.Same(ml.ComponentCatalog, env.ComponentCatalog));
        Assert.All(environments, env => Assert.Equal(17, MLNetInternals.SeedOf(env)));
        Assert.Null(MLNetInternals.SeedOf(MLNetInternals.EnvironmentOf(new MLContext().Data)));
    }
}
