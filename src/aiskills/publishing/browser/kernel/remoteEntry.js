// JupyterLite's page loads this file and asks it for one extension: the kernel "python3", which runs in a worker of
// this page. The object below is what the page's module loader expects; nothing has to be compiled for it.
(() => {
  "use strict";
  const here = document.currentScript.src;
  let shared;

  // One of the packages that the page itself carries.
  async function carried(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  function kernelClass(BaseKernel) {
    return class Kernel extends BaseKernel {
      constructor(options) {
        super(options);
        this.asked = new Map();
        this.number = 0;
        this.started = false;
        this.worker = new Worker(new URL("worker.js", here), { type: "module" });
        this.worker.onmessage = (event) => this.heard(event.data);
        this.worker.onerror = (event) => this.failed(event.message || "its program could not be read");
      }

      dispose() {
        if (!this.isDisposed) {
          this.worker.terminate();
          super.dispose();
        }
      }

      // Ask the worker; every message until its reply belongs to the cell or the widget that asked.
      ask(request, content, message) {
        if (this.broken) {
          return Promise.resolve(this.error());
        }
        return new Promise((resolve) => {
          const id = ++this.number;
          this.asked.set(id, { resolve, header: message?.header });
          const buffers = (message?.buffers || []).map((one) => (ArrayBuffer.isView(one) ? one.buffer : one));
          const parent = { header: message?.header, metadata: message?.metadata, content: message?.content };
          this.worker.postMessage({ id, request, content, parent, buffers });
        });
      }

      heard({ id, ready, failure, message }) {
        if (ready) {
          this.started = true;
          return;
        }
        if (failure) {
          this.failed(failure);
          return;
        }
        const asked = this.asked.get(id);
        const { type, content, buffers } = message;
        if (type === "reply") {
          this.asked.delete(id);
          asked.resolve(content);
        } else if (type === "stream") {
          this.stream(content, asked.header);
        } else if (type === "display_data") {
          this.displayData(content, asked.header);
        } else if (type === "update_display_data") {
          this.updateDisplayData(content, asked.header);
        } else if (type === "execute_result") {
          this.publishExecuteResult({ ...content, execution_count: this.executionCount }, asked.header);
        } else if (type === "clear_output") {
          this.clearOutput(content, asked.header);
        } else if (type.startsWith("comm_")) {
          const { metadata, ...rest } = content;
          this.handleComm(type, rest, metadata, buffers, asked.header);
        }
      }

      failed(reason) {
        this.broken = `Python in this browser stopped: ${reason}. Restart it with the menu Kernel, Restart Kernel.`;
        for (const { resolve } of this.asked.values()) {
          resolve(this.error());
        }
        this.asked.clear();
      }

      error() {
        return { status: "error", ename: "Stopped", evalue: this.broken, traceback: [this.broken] };
      }

      async kernelInfoRequest() {
        return {
          status: "ok",
          protocol_version: "5.3",
          implementation: "aiskills-browser",
          implementation_version: "1",
          banner: "Python in this browser",
          help_links: [],
          language_info: {
            name: "python",
            version: "3",
            mimetype: "text/x-python",
            file_extension: ".py",
            codemirror_mode: { name: "ipython", version: 3 },
            pygments_lexer: "ipython3",
            nbconvert_exporter: "python",
          },
        };
      }

      async executeRequest(content) {
        const message = this.parent;
        const waits = !this.started && !this.broken;
        if (waits) {
          const text = "Python is starting in this browser. The first time, it is fetched and kept: please wait.\n";
          this.stream({ name: "stdout", text }, message.header);
          this.clearOutput({ wait: true }, message.header);
        }
        const reply = await this.ask("execute", content, message);
        if (reply.status === "error") {
          this.publishExecuteError(
            { ename: reply.ename, evalue: reply.evalue, traceback: reply.traceback },
            message.header,
          );
        }
        return { ...reply, execution_count: this.executionCount };
      }

      completeRequest(content) {
        return this.ask("complete", content, this.parent);
      }
      inspectRequest(content) {
        return this.ask("inspect", content, this.parent);
      }
      isCompleteRequest(content) {
        return this.ask("is_complete", content, this.parent);
      }
      commInfoRequest(content) {
        return this.ask("comm_info", content, this.parent);
      }
      commOpen(message) {
        return this.ask("comm_open", {}, message);
      }
      commMsg(message) {
        return this.ask("comm_msg", {}, message);
      }
      commClose(message) {
        return this.ask("comm_close", {}, message);
      }
      inputReply() {}
    };
  }

  async function plugins() {
    const { BaseKernel, IKernelSpecs } = await carried("@jupyterlite/services");
    const Kernel = kernelClass(BaseKernel);
    return [
      {
        id: "@aiskills/browser-kernel:kernel",
        description: "Python with the packages of the lessons, in a worker of this page.",
        autoStart: true,
        requires: [IKernelSpecs],
        activate: (app, specs) =>
          specs.register({
            spec: {
              name: "python3",
              display_name: "Python in this browser",
              language: "python",
              argv: [],
              resources: {},
            },
            create: async (options) => new Kernel(options),
          }),
      },
    ];
  }

  globalThis._JUPYTERLAB = globalThis._JUPYTERLAB || {};
  globalThis._JUPYTERLAB["@aiskills/browser-kernel"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const list = await plugins();
      return () => ({ __esModule: true, default: list });
    },
  };
})();
