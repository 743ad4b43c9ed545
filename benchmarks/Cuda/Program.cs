using System.CommandLine;
using System.Reflection;
using MLNetDeep.Benchmarks.Cuda;
using TorchSharp;

// Checks and measures a CUDA device: the tests of the TorchSharp backend, then a large network on the CPU backend, on the CUDA backend and
// in a program that is written with TorchSharp alone.
//   dotnet run -c Release --project benchmarks/Cuda -p:Torch=cuda-linux      (or cuda-windows)
// Exit codes: 0 if everything passed, 1 if a test or a measurement failed, 2 if there is no libtorch, 3 if there is no CUDA device.
Option<string> deviceOption = new("--device")
{
    Description = "The index of the CUDA device; or cpu, which tries this program on a system without one, on one thread.",
    DefaultValueFactory = _ => "0",
};
deviceOption.Validators.Add(result =>
{
    string value = result.GetValueOrDefault<string>();
    if (value != "cpu" && (!int.TryParse(value, out int index) || index < 0))
    {
        result.AddError($"--device is {value}. It must be cpu or a whole number of 0 or more.");
    }
});
Option<int> units = new("--units") { Description = "The units of each of the two hidden layers.", DefaultValueFactory = _ => 4096 };
Option<int> batchSize = new("--batch") { Description = "The rows of a mini-batch.", DefaultValueFactory = _ => 512 };
Option<int> rows = new("--rows") { Description = "How many of the 60,000 digits are used.", DefaultValueFactory = _ => 60_000 };
Option<int> epochs = new("--epochs") { Description = "The epochs of a training; the fastest counts.", DefaultValueFactory = _ => 3 };
Option<int> rounds = new("--rounds") { Description = "The trainings of each program on the device, in turn.", DefaultValueFactory = _ => 5 };
Option<bool> tf32 = new("--tf32") { Description = "Lets both programs on the device round the inputs of products to TF32." };
Option<bool> skipTests = new("--skip-tests") { Description = "Measures only." };

RootCommand command = new("Tests the TorchSharp backend on a CUDA device and compares its speed.")
{
    deviceOption, units, batchSize, rows, epochs, rounds, tf32, skipTests,
};
command.SetAction(arguments =>
{
    string libtorch = typeof(Comparison).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Torch").Value ?? "";
    if (libtorch is "" or "none")
    {
        Console.Error.WriteLine("This program was built without libtorch. Run it with -p:Torch=cuda-linux or -p:Torch=cuda-windows.");
        return 2;
    }

    string device = arguments.GetValue(deviceOption)!;
    int? index = device == "cpu" ? null : int.Parse(device);
    int deviceCount = index is null ? 0 : torch.cuda.device_count();
    if (index >= deviceCount)
    {
        Console.Error.WriteLine(deviceCount == 0
            ? $"libtorch ({libtorch}) finds no CUDA device: check the driver with nvidia-smi. --device cpu tries this program without one."
            : $"There is no CUDA device {index}: libtorch finds {deviceCount}, counted from 0.");
        return 3;
    }

    bool passed = arguments.GetValue(skipTests) || BackendTests.Run(libtorch, index);
    Comparison comparison = new(
        index, arguments.GetValue(units), arguments.GetValue(batchSize), arguments.GetValue(rows), arguments.GetValue(epochs),
        arguments.GetValue(rounds), arguments.GetValue(tf32));
    comparison.Run(Console.Out);
    Console.WriteLine(passed ? "" : "\nTests failed: see above.");
    return passed ? 0 : 1;
});
return command.Parse(args).Invoke();
