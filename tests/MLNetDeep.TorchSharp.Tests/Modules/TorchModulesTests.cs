using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Support;
using Linear = TorchSharp.Modules.Linear;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests.Modules;

public class TorchModulesTests
{
    [Fact]
    public void A_layer_describes_the_module()
    {
        TorchModules.Register("registry: described", () => new NormalizedModule());
        ModuleLayer layer = TorchModules.CreateLayer("registry: described", [4]);
        Assert.Equal([4], layer.InputRowShape);
        Assert.Equal([3], layer.OutputRowShape);
        Assert.Equal(["norm.num_batches_tracked"], layer.BatchCounters);
        Assert.Equal(
            ["norm.running_mean", "norm.running_var"], layer.Tensors.Where(tensor => !tensor.IsTrainable).Select(tensor => tensor.Name));
    }

    [Fact]
    public void Another_factory_of_the_same_name_replaces_the_first()
    {
        TorchModules.Register("registry: twice", () => nn.Linear(4, 3));
        TorchModules.Register("registry: twice", () => nn.Linear(4, 2));
        Assert.Equal([2], TorchModules.CreateLayer("registry: twice", [4]).OutputRowShape);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>("name", () => TorchModules.Register("", () => nn.Linear(4, 3)));
        Assert.Throws<ArgumentNullException>("factory", () => TorchModules.Register("registry: null", null!));
        Assert.Equal(
            "No module is registered as 'registry: nobody': call TorchModules.Register(\"registry: nobody\", factory) first.",
            Assert.Throws<NotSupportedException>(() => TorchModules.CreateLayer("registry: nobody", [4])).Message);
    }

    [Fact]
    public void A_factory_that_fails_or_returns_null_is_named()
    {
        TorchModules.Register("registry: throws", () => throw new FileNotFoundException("no weights.bin"));
        Assert.Equal("The factory of the module 'registry: throws' failed: no weights.bin", Refusal("registry: throws"));
        TorchModules.Register("registry: gives null", () => null!);
        Assert.Equal(
            "The factory of the module 'registry: gives null' returned null; accepted: a new module in each call.", Refusal("registry: gives null"));
    }

    [Fact]
    public void A_factory_that_shares_a_module_or_its_tensors_is_refused()
    {
        Linear shared = nn.Linear(4, 3);
        TorchModules.Register("registry: shares", () => shared);
        TorchModules.CreateLayer("registry: shares", [4]);
        Assert.StartsWith(
            "The factory of the module 'registry: shares' returned a module again: the module is that of an earlier call.",
            Refusal("registry: shares"), StringComparison.Ordinal);

        Linear inner = nn.Linear(4, 3);
        TorchModules.Register("registry: shares a part", () => nn.Sequential(("part", inner)));
        TorchModules.CreateLayer("registry: shares a part", [4]);
        Assert.Contains("its part part is that of an earlier call", Refusal("registry: shares a part"), StringComparison.Ordinal);
    }

    // The first scorer would read the second one's buffer, and dispose it.
    [Fact]
    public void A_factory_that_shares_a_buffer_is_refused()
    {
        using Tensor mask = ones(4);
        TorchModules.Register("registry: shares a buffer", () => new Masked(mask));
        NetworkSpec spec = new([4], [new ModuleLayer("registry: shares a buffer", [4], [4], [new ModuleTensor("mask", [4], isTrainable: false)])]);
        NamedTensor[] weights = [new("mask", [4], [1, 2, 3, 4])];
        using IScorer first = TorchBackend.Cpu(1).CreateScorer(spec, weights, new ScorerOptions());
        Assert.EndsWith(
            "its buffer mask is that of an earlier call. Create a new module in each call, with new parameters and buffers.",
            Assert.Throws<InvalidOperationException>(() => TorchBackend.Cpu(1).CreateScorer(spec, weights, new ScorerOptions())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_cannot_take_the_rows_is_refused_with_the_shapes()
    {
        TorchModules.Register("registry: shapes", () => nn.Linear(4, 3));
        Assert.StartsWith(
            "The module 'registry: shapes' failed in inference on a batch of the shape [2, 5]: mat1 and mat2 shapes cannot be multiplied",
            Assert.Throws<InvalidOperationException>(() => TorchModules.CreateLayer("registry: shapes", [5])).Message, StringComparison.Ordinal);
        TorchModules.Register("registry: sums", () => new Function(input => input.sum()));
        Assert.Equal(
            "The module 'registry: sums' returned the shape [] for a batch of the shape [2, 4]; accepted: Float32 numbers of the shape "
            + "[rows, outputs].",
            Refusal("registry: sums"));
        TorchModules.Register("registry: longs", () => new Function(input => input.to_type(ScalarType.Int64)));
        Assert.Contains("returned Int64 numbers for a batch", Refusal("registry: longs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_of_another_type_is_refused()
    {
        TorchModules.Register("registry: doubles", () => nn.Linear(4, 3, dtype: ScalarType.Float64));
        Assert.Equal(
            "The module 'registry: doubles' has the parameter weight of the type Float64; accepted: Float32.", Refusal("registry: doubles"));
    }

    // The network was saved with another module than the one that is registered when it is scored.
    [Fact]
    public void A_module_that_differs_from_the_one_of_the_network_is_refused_with_the_difference()
    {
        const string Name = "registry: differs";
        TorchModules.Register(Name, () => nn.Sequential(("fc", nn.Linear(4, 3))));
        Network network = new(new NetworkSpec([4], [TorchModules.CreateLayer(Name, [4])]), seed: 1);
        (Func<nn.Module<Tensor, Tensor>> Factory, string Difference)[] cases =
        [
            (() => nn.Sequential(("fc", nn.Linear(4, 2))), "the network has fc.weight [3, 4], the module fc.weight [2, 4]"),
            (() => nn.Sequential(("out", nn.Linear(4, 3))), "the network has fc.weight [3, 4], the module does not"),
            (() => nn.Sequential(("fc", nn.Linear(4, 3)), ("norm", nn.BatchNorm1d(3))), "the module has norm.weight [3], the network does not"),
        ];
        foreach ((Func<nn.Module<Tensor, Tensor>> factory, string difference) in cases)
        {
            TorchModules.Register(Name, factory);
            string message = Assert.Throws<InvalidOperationException>(() => network.Predict([1, 2, 3, 4])).Message;
            Assert.Equal(
                $"The module that is registered as '{Name}' is not the one of the network: {difference}. Register the factory of the module that "
                + "was trained.",
                message);
        }

        TorchModules.Register(Name, () => nn.Sequential(("fc", nn.Linear(4, 3))));
        Assert.Equal(3, network.Predict([1, 2, 3, 4]).Length);
    }

    [Fact]
    public void A_module_whose_output_changes_its_shape_is_refused()
    {
        TorchModules.Register("registry: fickle", () => new Function(input => input.shape[0] == 2 ? input : input.narrow(1, 0, 3)));
        Network network = new(new NetworkSpec([4], [TorchModules.CreateLayer("registry: fickle", [4])]));
        Assert.Equal(
            "The module 'registry: fickle' returned the shape [1, 3] for a batch of the shape [1, 4]; accepted: [1, 4].",
            Assert.Throws<InvalidOperationException>(() => network.Predict([1, 2, 3, 4])).Message);
    }

    private static string Refusal(string name) =>
        Assert.Throws<InvalidOperationException>(() => TorchModules.CreateLayer(name, [4])).Message;

    private sealed class Masked : nn.Module<Tensor, Tensor>
    {
        private readonly Tensor _mask;

        public Masked(Tensor mask)
            : base(nameof(Masked))
        {
            _mask = mask;
            register_buffer("mask", mask);
        }

        public override Tensor forward(Tensor input) => input.mul(_mask);
    }

    private sealed class Function(Func<Tensor, Tensor> function) : nn.Module<Tensor, Tensor>("Function")
    {
        public override Tensor forward(Tensor input) => function(input);
    }
}
