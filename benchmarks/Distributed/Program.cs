using System.CommandLine;
using MLNetDeep.Benchmarks.Distributed.Measuring;
using MLNetDeep.Benchmarks.Distributed.Relay;
using MLNetDeep.Benchmarks.Distributed.Sameness;
using MLNetDeep.Benchmarks.Distributed.Tables;
using MLNetDeep.Mpi;

// Training on several hosts: measurements, and the arithmetic with which they are compared. measure.sh calls all of it.
const int MachineSteps = 16;
const int MachineEpochs = 5;
const int MachineWarmUpEpochs = 3;

Option<string> network = new Option<string>("--network") { Description = "The network.", Required = true }
    .AcceptOnlyFromAmong([.. TrainingMeasurement.Specs.Keys]);
Option<int> threads = new("--threads") { Description = "The threads of each process.", DefaultValueFactory = _ => 1 };
Option<int> batch = new("--batch") { Description = "The rows of a step of all ranks.", DefaultValueFactory = _ => 512 };
Command train = new("train", "Measures training steps, with the other ranks if mpirun has started the program; writes a line of JSON.")
{
    network, threads, batch,
};
train.SetAction(arguments =>
{
    TrainingMeasurement measurement =
        new(arguments.GetRequiredValue(network), arguments.GetValue(batch), arguments.GetValue(threads), "machine");
    Measurement result = MpiExchange.IsLaunched
        ? measurement.Together(MpiExchange.World, localSteps: 1, MachineSteps, MachineEpochs, MachineWarmUpEpochs)
        : measurement.Plain(MachineSteps, MachineEpochs, MachineWarmUpEpochs);
    if (!MpiExchange.IsLaunched || MpiExchange.World.Rank == 0)
    {
        TrainingMeasurement.Write(result, Console.Out);
    }
});

Option<string> link = new Option<string>("--link") { Description = "The link of the hosts.", Required = true }
    .AcceptOnlyFromAmong([.. HostsMeasurement.Links.Keys]);
Option<string[]> networks = new Option<string[]>("--network")
{
    Description = "The networks. Default: all.", DefaultValueFactory = _ => [.. TrainingMeasurement.Specs.Keys],
}.AcceptOnlyFromAmong([.. TrainingMeasurement.Specs.Keys]);
Command hosts = new("hosts", "Measures networks and ways to exchange between hosts; writes lines of JSON.") { link, networks };
hosts.SetAction(arguments =>
    HostsMeasurement.Run(arguments.GetRequiredValue(link), arguments.GetRequiredValue(networks), Console.Out));

Command measureLink = new("link", "Measures delay and rate between the ranks.");
measureLink.SetAction(_ => LinkMeasurement.Run(Console.Out));

Argument<string> results = new("results") { Description = "The file with the measurements." };
Argument<string> page = new("page") { Description = "The page whose tables are written." };
Command tables = new("tables", "Computes the tables of a page from measurements.") { results, page };
tables.SetAction(arguments =>
{
    string path = arguments.GetRequiredValue(page);
    PageTables all = new(TrainingMeasurement.Read(arguments.GetRequiredValue(results)));
    string text = all.WriteInto(File.ReadAllText(path));
    File.WriteAllText(path, text);
});

Option<string[]> sameNetworks = new Option<string[]>("--network")
{
    Description = "The networks. Default: all.", DefaultValueFactory = _ => [.. SameNetworks.All.Keys],
}.AcceptOnlyFromAmong([.. SameNetworks.All.Keys]);
Command same = new("same", "Compares the losses of each step on all ranks with those of one process; writes lines of JSON.") { sameNetworks };
same.SetAction(arguments =>
{
    foreach (string name in arguments.GetRequiredValue(sameNetworks))
    {
        new SameTraining(name, MpiExchange.World).Run(Console.Out);
    }
});

Command sameTable = new("same-table", "Writes the table of a page from the lines of the command same.") { results, page };
sameTable.SetAction(arguments => SameTable.WriteInto(arguments.GetRequiredValue(page), arguments.GetRequiredValue(results)));

Argument<double> delay = new("delay") { Description = "How long each frame is held, in milliseconds." };
Argument<string[]> interfaces = new("interfaces") { Description = "The interfaces between which frames are passed on." };
Command relay = new("relay", "Passes frames on between network interfaces after a delay; needs Linux and root. Runs until it is ended.")
{
    delay, interfaces,
};
relay.SetAction(arguments =>
{
    using FrameRelay frames = new(arguments.GetRequiredValue(interfaces), TimeSpan.FromMilliseconds(arguments.GetValue(delay)));
    Console.WriteLine("ready");
    frames.Run();
});

RootCommand command = new("Measures training on several hosts, and computes what it should take.")
{
    train, hosts, measureLink, tables, relay, same, sameTable,
};
return command.Parse(args).Invoke();
